package hallpass.console;

/**
 * What a command's exit code says to a script. The numbers never change; new ones are added at the
 * end.
 */
public enum ExitCode {
    OK(0, "done"),
    INTERNAL_ERROR(1, "internal error"),
    USAGE(2, "wrong usage"),
    REFUSED(3, "refused: wrong password, unknown name, removed account"),
    NOT_LOGGED_IN(4, "not logged in or registered, or expired"),
    UNAVAILABLE(5, "a server is unreachable, or cannot serve now"),
    CLOCK_SKEW(6, "two clocks are too far apart"),
    PROTOCOL(7, "an invalid message: possibly tampering"),
    LOCAL_FILES(8, "the realm folder or the credentials cache cannot be used"),
    NOT_SERVED(9, "no such resource or note, or no room"),
    REVOKED(10, "a certificate is revoked, or its status is unknown"),
    TAMPERED(11, "an audit log was changed"),
    OUTPUT_LOST(12, "done, but the output could not be written");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
