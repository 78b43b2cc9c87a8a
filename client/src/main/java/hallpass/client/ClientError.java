package hallpass.client;

import hallpass.config.RealmException;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.PrincipalName;
import hallpass.net.UnreachableException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The reason for a {@link ClientException}: one record for each way in which an operation can fail.
 */
public sealed interface ClientError {
    /** States the fact in one sentence, without advice. */
    String description();

    /** The protocol's error code, if the protocol has one for this error. */
    default Optional<ErrorCode> code() {
        return Optional.empty();
    }

    /** Why this server cannot serve now; empty if another replica would fail in the same way. */
    default Optional<String> unavailability() {
        return Optional.empty();
    }

    /** Whether the server certainly changed nothing: it refused, or received no request. */
    default boolean isWithoutEffect() {
        return false;
    }

    /**
     * The server answered with an error message.
     *
     * @param clientTime the client's clock when the message arrived
     */
    record ErrorReply(CallContext call, ErrorMessage error, Instant clientTime) implements ClientError {
        /** Codes that describe the state of one replica. */
        private static final Set<ErrorCode> FAILOVER_CODES =
                EnumSet.of(ErrorCode.HP_ERR_BUSY, ErrorCode.HP_ERR_UNAVAILABLE);

        @Override
        public String description() {
            return call.serverAndAddress() + " answered " + numbered(error.code()) + ": "
                    + error.code().description();
        }

        @Override
        public Optional<ErrorCode> code() {
            return Optional.of(error.code());
        }

        @Override
        public Optional<String> unavailability() {
            return FAILOVER_CODES.contains(error.code())
                    ? Optional.of(call.addressText() + " cannot serve now (" + numbered(error.code()) + ")")
                    : Optional.empty();
        }

        @Override
        public boolean isWithoutEffect() {
            // A server that failed in the middle may have done a part of the work.
            return error.code() != ErrorCode.KRB_ERR_GENERIC;
        }
    }

    /**
     * A check of the client failed: a reply is not acceptable, or a credential has expired.
     *
     * @param reason the details, for a person
     * @param clientTime the client's clock at the check
     */
    record CheckFailed(CallContext call, ErrorCode failedCheck, String reason, Instant clientTime)
            implements ClientError {
        @Override
        public String description() {
            return "the exchange with " + call.serverAndAddress() + " failed a check with " + numbered(failedCheck)
                    + ": " + reason;
        }

        @Override
        public Optional<ErrorCode> code() {
            return Optional.of(failedCheck);
        }
    }

    /**
     * The password does not lead to a ticket.
     *
     * @param evidence the code of the check that failed
     * @param mayBeUnknown whether the realm hides which users exist, so that the user may not exist
     */
    record WrongPassword(PrincipalName user, ErrorCode evidence, boolean mayBeUnknown) implements ClientError {
        @Override
        public String description() {
            return mayBeUnknown
                    ? "the user " + user + " is unknown or the password is wrong"
                    : "the password of " + user + " is wrong";
        }

        @Override
        public Optional<ErrorCode> code() {
            return Optional.of(evidence);
        }
    }

    /**
     * The server that answered the login has not proved that it has the host's key.
     *
     * @param reason the details, for a person
     */
    record KdcNotVerified(PrincipalName host, ErrorCode failedCheck, String reason) implements ClientError {
        @Override
        public String description() {
            return "the KDC has not proved that it has the key of " + host + ": " + reason;
        }

        @Override
        public Optional<ErrorCode> code() {
            return Optional.of(failedCheck);
        }
    }

    /** The {@link PasswordSource} has no password. */
    record NoPassword(Exception cause) implements ClientError {
        @Override
        public String description() {
            return String.valueOf(cause.getMessage());
        }
    }

    /** A text that cannot be a password (RFC 8265). */
    record BadPassword(String problem) implements ClientError {
        @Override
        public String description() {
            return problem;
        }
    }

    /** This host has no valid key for the verification of the KDC. */
    record NoHostKey(Path keytab) implements ClientError {
        @Override
        public String description() {
            return keytab + " has no key for the verification of the KDC";
        }
    }

    /** A file of the realm cannot be used. */
    record UnusableFile(RealmException cause) implements ClientError {
        @Override
        public String description() {
            return cause.description();
        }
    }

    /**
     * There is no connection to the server, or no reply on it.
     *
     * @param failedReplicas the number of replicas that were tried before this one
     */
    record ServerUnreachable(CallContext call, UnreachableException cause, int failedReplicas) implements ClientError {
        @Override
        public String description() {
            return call.server().id() + " is unreachable: " + cause.problem();
        }

        @Override
        public Optional<String> unavailability() {
            return Optional.of(cause.problem());
        }

        @Override
        public boolean isWithoutEffect() {
            return !cause.isRequestSent();
        }
    }

    /** The reply is not a message of the protocol, or not of the expected type. */
    record UnreadableReply(CallContext call, String problem) implements ClientError {
        @Override
        public String description() {
            return "the reply of " + call.serverAndAddress() + " is unreadable: " + problem;
        }
    }

    /**
     * The request to a resource does not fit one message.
     *
     * @param size in bytes
     * @param limit in bytes
     */
    record RequestTooLong(int size, int limit) implements ClientError {
        @Override
        public String description() {
            return "the request has " + size + " bytes, where " + limit + " are allowed";
        }
    }

    /** A key update was sent, and no valid reply came back: the AS may have replaced the key. */
    record UnknownKeyUpdateOutcome(ClientError cause, PrincipalName user) implements ClientError {
        @Override
        public String description() {
            return cause.description() + "; whether the key of " + user + " was changed is unknown";
        }

        @Override
        public Optional<ErrorCode> code() {
            return cause.code();
        }
    }

    /** The CA did not state the revocation status of a server's certificate. */
    record NoRevocationStatus(ClientError cause, PrincipalName server) implements ClientError {
        @Override
        public String description() {
            return "the revocation status of the certificate of " + server + " is unknown: " + cause.description();
        }

        @Override
        public Optional<ErrorCode> code() {
            return Optional.of(ErrorCode.HP_ERR_REVOCATION_UNKNOWN);
        }
    }

    private static String numbered(ErrorCode code) {
        return code.number() + " " + code;
    }
}
