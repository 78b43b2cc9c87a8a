package hallpass.config;

import java.util.Optional;

/** The version of the running jar. */
public final class Version {
    private Version() {}

    /** The output of {@code --version}. */
    public static String banner() {
        return "hallpass " + number();
    }

    /** The version in the manifest of this class's jar. */
    public static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
