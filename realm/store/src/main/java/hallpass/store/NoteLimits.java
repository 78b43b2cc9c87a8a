package hallpass.store;

/**
 * How much a {@link NoteStore} takes from one owner.
 *
 * @param maxNotes how many notes
 * @param maxTextBytes how long each may be, in UTF-8
 */
public record NoteLimits(int maxNotes, int maxTextBytes) {
    /** A hundred notes of 4 KiB. */
    public static final NoteLimits DEFAULT = new NoteLimits(100, 4096);

    /** How long a note's name may be, in UTF-8. */
    public static final int MAX_NAME_BYTES = 128;

    /**
     * @throws IllegalArgumentException unless both are above zero
     */
    public NoteLimits {
        if (maxNotes < 1 || maxTextBytes < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
