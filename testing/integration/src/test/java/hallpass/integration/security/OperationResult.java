package hallpass.integration.security;

import hallpass.client.ClientException;
import hallpass.client.ExitCode;
import hallpass.config.RealmException;
import hallpass.message.ErrorCode;
import hallpass.net.ErrorReplyException;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.wire.DecodeException;

/**
 * How something ended.
 *
 * @param label the number of a refusal, {@code no answer} or {@code unreadable}; {@code as it should} where it came to its end
 */
record OperationResult(String label, String accepted) {
    private static final String EXPECTED = "as it should";
    private static final String WRONG = "WRONG";
    private static final String NO_ANSWER = "no answer";

    static OperationResult of(ClientOperation undertaking) throws RealmException {
        try {
            String believed = undertaking.run();
            return new OperationResult(believed.equals(undertaking.expectedResult()) ? EXPECTED : WRONG, believed);
        } catch (ClientException failure) {
            return new OperationResult(
                    failure.code().map(OperationResult::number).orElseGet(() -> word(failure.exit())), "");
        } catch (ErrorReplyException e) {
            return new OperationResult(number(e.error().code()), "");
        } catch (Refusal e) {
            return new OperationResult(number(e.code()), "");
        } catch (DecodeException e) {
            return new OperationResult(word(ExitCode.PROTOCOL), "");
        } catch (UnreachableException e) {
            return new OperationResult(word(ExitCode.UNAVAILABLE), "");
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

    boolean isExpected() {
        return label.equals(EXPECTED);
    }

    boolean isUnanswered() {
        return label.equals(NO_ANSWER);
    }

    /** Whether something was believed that is not so. */
    boolean isWrong() {
        return label.equals(WRONG);
    }
}
