package hallpass.store;

/**
 * Limits of a {@link NoteStore} per owner.
 *
 * @param maxTextBytes maximum size of a note in UTF-8
 */
public record NoteLimits(int maxNotes, int maxTextBytes) {
    public static final NoteLimits DEFAULT = new NoteLimits(100, 4096);

    /** Maximum size of a note's name in UTF-8. */
    public static final int MAX_NAME_BYTES = 128;

    public NoteLimits {
        if (maxNotes < 1 || maxTextBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
