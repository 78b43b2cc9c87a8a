package hallpass.message;

import hallpass.wire.FieldType;
import hallpass.wire.FieldType.InvalidValueException;
import hallpass.wire.FieldTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a request was refused. Numbers and names below 1000 are those of RFC 4120 §7.5.9 and mean what they mean there;
 * from 1000 on they are Hallpass's own. On the wire a code is a u16.
 */
public enum ErrorCode {
    KDC_ERR_C_PRINCIPAL_UNKNOWN(6, "the realm knows no client of this name"),
    KDC_ERR_S_PRINCIPAL_UNKNOWN(7, "the realm knows no service of this name"),
    KDC_ERR_ETYPE_NOSUPP(14, "a key that this needs was made for another cipher than the realm has now"),
    KDC_ERR_PADATA_TYPE_NOSUPP(16, "this realm takes no pre-authentication"),
    KDC_ERR_CLIENT_REVOKED(18, "this client's account was removed"),
    KDC_ERR_TGT_REVOKED(20, "this ticket is older than the account it names"),
    KDC_ERR_PREAUTH_FAILED(24, "the client did not show that it knows its key"),
    KDC_ERR_PREAUTH_REQUIRED(25, "the client must show first that it knows its key"),
    KRB_AP_ERR_BAD_INTEGRITY(31, "a sealed part does not open with the key it should be under"),
    KRB_AP_ERR_TKT_EXPIRED(32, "the ticket has expired"),
    KRB_AP_ERR_TKT_NYV(33, "the ticket is not valid yet"),
    KRB_AP_ERR_REPEAT(34, "this very request was accepted before"),
    KRB_AP_ERR_NOT_US(35, "the ticket is for another server"),
    KRB_AP_ERR_BADMATCH(36, "the ticket and what came with it do not match"),
    KRB_AP_ERR_SKEW(37, "the clocks are too far apart"),
    KRB_AP_ERR_BADADDR(38, "the sealed part names another network address than the sender's"),
    KRB_AP_ERR_MSG_TYPE(40, "this message is not one that can be answered here and now"),
    KRB_AP_ERR_MODIFIED(41, "a sealed part opens, but to something else than it should"),
    KRB_ERR_GENERIC(60, "the server failed; its log says why"),
    KRB_ERR_FIELD_TOOLONG(61, "something in the message is longer than it may be"),

    HP_ERR_MALFORMED(1000, "the message is not laid out as it should be"),
    HP_ERR_BUSY(1001, "the server has as much to do as it can; try again in a moment"),
    HP_ERR_TICKET_NOT_FRESH(1002, "the token is too old to update a key with"),
    HP_ERR_KEY_CHANGED(1003, "the key was updated by somebody else at the same time"),
    HP_ERR_NAME_NOT_ALLOWED(1004, "this name cannot be registered"),
    HP_ERR_NOT_REGISTERED(1005, "the server has no certificate yet: it is waiting for its authority"),
    HP_ERR_NO_SESSION(1006, "the server has no session for this client"),
    HP_ERR_SESSION_EXPIRED(1007, "the session has expired"),
    HP_ERR_UNAVAILABLE(
            1008, "the server cannot reach something that it needs, and has done nothing; try again in a moment"),
    HP_ERR_NOT_ACCEPTED(1009, "something that is sealed in the message is not as it should be"),
    HP_ERR_CERTIFICATE_UNREADABLE(1020, "this is no X.509 certificate"),
    HP_ERR_CERTIFICATE_SIGNATURE(1021, "the certificate's signature is not the authority's"),
    HP_ERR_CERTIFICATE_ISSUER(1022, "the certificate was issued by another authority"),
    HP_ERR_CERTIFICATE_NAME(1023, "the certificate is for another name"),
    HP_ERR_CERTIFICATE_EXPIRED(1024, "the certificate has expired"),
    HP_ERR_CERTIFICATE_NYV(1025, "the certificate is not valid yet"),
    HP_ERR_CERTIFICATE_KEY(1026, "the certificate's key is another one, too short, or not for this use"),
    HP_ERR_CERTIFICATE_REVOKED(1027, "the certificate was revoked"),
    HP_ERR_REVOCATION_UNKNOWN(1028, "whether the certificate was revoked cannot be told"),
    HP_ERR_REVOCATION_SIGNATURE(1029, "what is said of revoked certificates is not signed by the authority"),
    HP_ERR_REVOCATION_STALE(1030, "what is said of revoked certificates is out of date"),
    HP_ERR_REVOCATION_NYV(1031, "what is said of revoked certificates is not valid yet"),
    HP_ERR_ENROLMENT_TOKEN(
            1032, "the enrolment token is not the one that is awaited; hallpass app enrol makes a new one"),
    HP_ERR_CERTIFICATE_REQUEST(1033, "there is no good request for a certificate beside the registration"),
    HP_ERR_TRANSCRIPT(1034, "the server did not sign this exchange, but another one or none"),
    HP_ERR_CLIENT_PROOF(1035, "the client has not proved that this name is its own"),
    HP_ERR_NO_SUCH_RESOURCE(1040, "there is no resource of this name"),
    HP_ERR_BAD_ARGUMENTS(1041, "the resource cannot be asked in this way"),
    HP_ERR_NO_SUCH_NOTE(1042, "you have no note of this name"),
    HP_ERR_QUOTA(1043, "there is no room for more");

    private static final Map<Integer, ErrorCode> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::number, Function.identity()));

    static final FieldType<ErrorCode> FIELD =
            FieldTypes.of(code -> FieldTypes.encodeUnsigned(Short.BYTES, code.number), ErrorCode::decode);

    private final int number;
    private final String description;

    ErrorCode(int number, String description) {
        this.number = number;
        this.description = description;
    }

    public int number() {
        return number;
    }

    /** What the code says, in plain words; the same for every peer, so that it tells nothing else. */
    public String description() {
        return description;
    }

    private static ErrorCode decode(byte[] bytes) throws InvalidValueException {
        long number = FieldTypes.decodeUnsigned(bytes, Short.BYTES);
        ErrorCode code = BY_NUMBER.get((int) number);
        if (code == null) {
            throw new InvalidValueException("is " + number + ", an error code that this version does not know");
        }
        return code;
    }
}
