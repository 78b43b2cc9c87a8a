package hallpass.console;

/** What a command's exit code says to a script. The numbers never change; new ones are added at the end. */
public enum ExitCode {
    OK(0, "done"),
    INTERNAL_ERROR(1, "a fault in hallpass itself"),
    USAGE(2, "the command was not typed as it should be"),
    REFUSED(3, "refused: wrong password, unknown name, removed account"),
    NOT_LOGGED_IN(4, "not logged in or registered, or no longer"),
    UNAVAILABLE(5, "a server cannot be reached, or cannot serve now"),
    CLOCK_SKEW(6, "two clocks are too far apart"),
    PROTOCOL(7, "a message is not what it should be: perhaps somebody edits it"),
    LOCAL_FILES(8, "the realm folder or the credentials cache cannot be used"),
    NOT_SERVED(9, "the desk has no such resource or note, or no room"),
    REVOKED(10, "a certificate was revoked, or whether it was cannot be told"),
    TAMPERED(11, "an audit log is not as it was left"),
    OUTPUT_LOST(12, "it is done, but what it says could not be written");

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
