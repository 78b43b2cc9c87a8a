package hallpass.audit.violation;

/** Violates a rule: its digits depend on the locale. */
public final class AuditFormatsInDefaultLocale {
    String format(int number) {
        return "%d".formatted(number);
    }
}
