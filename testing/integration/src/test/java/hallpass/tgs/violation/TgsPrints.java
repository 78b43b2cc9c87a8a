package hallpass.tgs.violation;

/** Violates a rule: a server prints. */
public final class TgsPrints {
    void answer() {
        System.out.println("a ticket");
    }
}
