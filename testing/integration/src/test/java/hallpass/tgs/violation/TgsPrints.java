package hallpass.tgs.violation;

/** A fault on purpose: writes past the server's console. */
public final class TgsPrints {
    void answer() {
        System.out.println("a ticket");
    }
}
