package hallpass.config;

import java.util.Optional;

/** The version of this Hallpass. */
public final class Version {
    private Version() {}

    /** What {@code --version} says. */
    public static String banner() {
        return "hallpass " + number();
    }

    /** As the manifest of this class's jar has it. */
    public static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
