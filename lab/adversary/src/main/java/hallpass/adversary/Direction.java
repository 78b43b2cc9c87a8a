package hallpass.adversary;

/** The direction of a frame. */
public enum Direction {
    TO_SERVER("to"),
    TO_CLIENT("from");

    private final String preposition;

    Direction(String preposition) {
        this.preposition = preposition;
    }

    public Direction opposite() {
        return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
    }

    /** The preposition in {@code K3 to tgs} and {@code K4 from tgs}. */
    @Override
    public String toString() {
        return preposition;
    }
}
