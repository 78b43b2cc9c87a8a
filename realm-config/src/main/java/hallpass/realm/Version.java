package hallpass.realm;

import java.util.Optional;

/** The version of this Hallpass. */
public final class Version {
    private Version() {}

    /** What {@code --version} says. */
    public static String line() {
        return "hallpass " + text();
    }

    /** As the manifest of this class's jar has it. */
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
