package hallpass.adversary;

/** Which way a frame goes. */
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

    /** As in {@code K3 to tgs}. */
    @Override
    public String toString() {
        return preposition;
    }
}
