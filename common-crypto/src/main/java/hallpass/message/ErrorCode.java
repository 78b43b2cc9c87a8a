package hallpass.message;

import hallpass.wire.FieldType;
import hallpass.wire.FieldType.InvalidValueException;
import hallpass.wire.FieldTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reasons for refusing a request. Codes below 1000 have the number, name and meaning of RFC 4120
 * §7.5.9; codes from 1000 on are specific to Hallpass. The wire format is a u16.
 */
public enum ErrorCode {
    KDC_ERR_C_PRINCIPAL_UNKNOWN(6, "the realm knows no client of this name"),
    KDC_ERR_S_PRINCIPAL_UNKNOWN(7, "the realm knows no service of this name"),
    KDC_ERR_ETYPE_NOSUPP(14, "the key belongs to a different cipher suite"),
    KDC_ERR_PADATA_TYPE_NOSUPP(16, "this realm does not accept pre-authentication data"),
    KDC_ERR_CLIENT_REVOKED(18, "the client's account was removed"),
    KDC_ERR_TGT_REVOKED(20, "the ticket was issued before the client's account was created"),
    KDC_ERR_PREAUTH_FAILED(24, "pre-authentication failed: wrong password, or a modified message"),
    KDC_ERR_PREAUTH_REQUIRED(25, "pre-authentication required"),
    KRB_AP_ERR_BAD_INTEGRITY(31, "an encrypted part does not decrypt with the expected key"),
    KRB_AP_ERR_TKT_EXPIRED(32, "the ticket has expired"),
    KRB_AP_ERR_TKT_NYV(33, "the ticket is not valid yet"),
    KRB_AP_ERR_REPEAT(34, "the request was accepted before (replay)"),
    KRB_AP_ERR_NOT_US(35, "the ticket is for another server"),
    KRB_AP_ERR_BADMATCH(36, "the ticket and the authenticator do not match"),
    KRB_AP_ERR_SKEW(37, "the clocks are too far apart"),
    KRB_AP_ERR_BADADDR(38, "the encrypted part names a different network address"),
    KRB_AP_ERR_MSG_TYPE(40, "the server does not answer this message in this state"),
    KRB_AP_ERR_MODIFIED(41, "an encrypted part decrypts to unexpected contents"),
    KRB_ERR_GENERIC(60, "internal server error; see the server's log"),
    KRB_ERR_FIELD_TOOLONG(61, "a field of the message is too long"),

    HP_ERR_MALFORMED(1000, "the message is malformed"),
    HP_ERR_BUSY(1001, "server busy; try again in a moment"),
    HP_ERR_TICKET_NOT_FRESH(1002, "the token is too old for a key update"),
    HP_ERR_KEY_CHANGED(1003, "another key update for this client was completed first"),
    HP_ERR_NAME_NOT_ALLOWED(1004, "this name may not be registered"),
    HP_ERR_NOT_REGISTERED(1005, "the server has no certificate yet and is waiting for the CA"),
    HP_ERR_NO_SESSION(1006, "the server has no session for this client"),
    HP_ERR_SESSION_EXPIRED(1007, "the session has expired"),
    HP_ERR_UNAVAILABLE(
            1008, "the server cannot reach a service or store that it needs; nothing was done; try again in a moment"),
    HP_ERR_NOT_ACCEPTED(1009, "an encrypted part of the message was not accepted"),
    HP_ERR_CERTIFICATE_UNREADABLE(1020, "not an X.509 certificate"),
    HP_ERR_CERTIFICATE_SIGNATURE(1021, "the certificate is not signed by the CA"),
    HP_ERR_CERTIFICATE_ISSUER(1022, "the certificate was issued by another CA"),
    HP_ERR_CERTIFICATE_NAME(1023, "the certificate is for another name"),
    HP_ERR_CERTIFICATE_EXPIRED(1024, "the certificate has expired"),
    HP_ERR_CERTIFICATE_NYV(1025, "the certificate is not valid yet"),
    HP_ERR_CERTIFICATE_KEY(1026, "the certificate's key is wrong, too short, or not valid for this use"),
    HP_ERR_CERTIFICATE_REVOKED(1027, "the certificate was revoked"),
    HP_ERR_REVOCATION_UNKNOWN(1028, "the revocation status of the certificate is unknown"),
    HP_ERR_REVOCATION_SIGNATURE(1029, "the revocation information is not signed by the CA"),
    HP_ERR_REVOCATION_STALE(1030, "the revocation information is out of date"),
    HP_ERR_REVOCATION_NYV(1031, "the revocation information is not valid yet"),
    HP_ERR_ENROLMENT_TOKEN(1032, "the enrolment token is not valid"),
    HP_ERR_CERTIFICATE_REQUEST(1033, "the certification request is missing or invalid"),
    HP_ERR_TRANSCRIPT(1034, "the server's signature over the exchange is missing or invalid"),
    HP_ERR_CLIENT_PROOF(1035, "the client did not prove that it owns this name"),
    HP_ERR_NO_SUCH_RESOURCE(1040, "there is no resource of this name"),
    HP_ERR_BAD_ARGUMENTS(1041, "the resource does not accept these arguments"),
    HP_ERR_NO_SUCH_NOTE(1042, "there is no note of this name"),
    HP_ERR_QUOTA(1043, "the storage quota is used up");

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

    /**
     * The meaning of the code as a clause. It depends on the code only and reveals nothing else.
     */
    public String description() {
        return description;
    }

    private static ErrorCode decode(byte[] bytes) throws InvalidValueException {
        long number = FieldTypes.decodeUnsigned(bytes, Short.BYTES);
        ErrorCode code = BY_NUMBER.get((int) number);
        if (code == null) {
            throw new InvalidValueException("is " + number + ", an unknown error code");
        }
        return code;
    }
}
