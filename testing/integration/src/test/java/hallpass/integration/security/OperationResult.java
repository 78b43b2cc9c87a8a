package hallpass.integration.security;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.message.ErrorCode;
import hallpass.net.ErrorReplyException;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.wire.DecodeException;

/**
 * Result of a {@link ClientOperation}.
 *
 * @param label number of an error, or one of the words below
 * @param accepted the result that the client accepted; empty after an error
 */
record OperationResult(String label, String accepted) {
    private static final String EXPECTED = "expected";
    private static final String WRONG = "WRONG";
    private static final String NO_ANSWER = "no answer";

    static OperationResult of(ClientOperation operation) throws RealmException {
        try {
            String believed = operation.run();
            return new OperationResult(believed.equals(operation.expectedResult()) ? EXPECTED : WRONG, believed);
        } catch (ClientException failure) {
            return new OperationResult(
                    failure.code()
                            .map(OperationResult::number)
                            .orElseGet(() -> word(ErrorTable.explain(failure).exit())),
                    "");
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
            default -> throw new AssertionError("tampering cannot cause " + exit);
        };
    }

    boolean isExpected() {
        return label.equals(EXPECTED);
    }

    boolean isUnanswered() {
        return label.equals(NO_ANSWER);
    }

    /** Whether the client accepted a wrong result. */
    boolean isWrong() {
        return label.equals(WRONG);
    }
}
