package hallpass.attack;

import hallpass.message.ErrorCode;
import hallpass.message.Party;
import java.util.Optional;

/**
 * The outcome of an attack.
 *
 * @param code the error code of a refusal
 * @param refusedBy the party that refused
 * @param evidence one sentence that says what the victim did
 */
public record Outcome(Verdict verdict, Optional<ErrorCode> code, Optional<Party> refusedBy, String evidence) {
    public static Outcome succeeded(String evidence) {
        return new Outcome(Verdict.SUCCEEDED, Optional.empty(), Optional.empty(), evidence);
    }

    public static Outcome refused(ErrorCode code, Party refusedBy, String evidence) {
        return new Outcome(Verdict.REFUSED, Optional.of(code), Optional.of(refusedBy), evidence);
    }

    public static Outcome noEffect(String evidence) {
        return new Outcome(Verdict.NO_EFFECT, Optional.empty(), Optional.empty(), evidence);
    }

    public static Outcome notTried(String reason) {
        return new Outcome(Verdict.NOT_TRIED, Optional.empty(), Optional.empty(), reason);
    }

    /**
     * The outcome in one table cell: {@code succeeded}; the error code and the party that refused,
     * such as {@code 31 tgs}; {@code nothing} if there was no effect; {@code -} if not tried.
     */
    public String summary() {
        return switch (verdict) {
            case SUCCEEDED -> "succeeded";
            case REFUSED ->
                code.map(ErrorCode::number).map(String::valueOf).orElse("?") + " "
                        + refusedBy.map(Party::id).orElse("?");
            case NO_EFFECT -> "nothing";
            case NOT_TRIED -> "-";
        };
    }
}
