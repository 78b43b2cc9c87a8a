package hallpass.it;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.message.ErrorCode;
import hallpass.net.ErrorReply;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.realm.RealmProblem;
import hallpass.wire.DecodeException;

/**
 * How something ended.
 *
 * @param word the number of a refusal, {@code no answer} or {@code unreadable}; {@code as it should} where it came to its end
 */
record Ending(String word, String believed) {
    private static final String DUE = "as it should";
    private static final String WRONG = "WRONG";
    private static final String NO_ANSWER = "no answer";

    static Ending of(Undertaking undertaking) throws RealmProblem {
        try {
            String believed = undertaking.run();
            return new Ending(believed.equals(undertaking.due()) ? DUE : WRONG, believed);
        } catch (Failure failure) {
            return new Ending(failure.code().map(Ending::number).orElseGet(() -> word(failure.exit())), "");
        } catch (ErrorReply e) {
            return new Ending(number(e.error().code()), "");
        } catch (Refusal e) {
            return new Ending(number(e.code()), "");
        } catch (DecodeException e) {
            return new Ending(word(ExitCode.PROTOCOL), "");
        } catch (UnreachableException e) {
            return new Ending(word(ExitCode.UNAVAILABLE), "");
        }
    }

    private static String number(ErrorCode code) {
        return String.valueOf(code.number());
    }

    private static String word(ExitCode exit) {
        return switch (exit) {
            case UNAVAILABLE -> NO_ANSWER;
            case PROTOCOL -> "unreadable";
            default -> throw new AssertionError("ended with " + exit + ", which a wire cannot lead to");
        };
    }

    boolean isAsItShould() {
        return word.equals(DUE);
    }

    boolean isNoAnswer() {
        return word.equals(NO_ANSWER);
    }

    /** Whether something was believed that is not so. */
    boolean isWrong() {
        return word.equals(WRONG);
    }
}
