package hallpass.trace;

/** An action of a party other than sealing, opening or checking. */
public enum Action {
    TGS_KEY_GENERATED("generated the TGS key:"),
    SERVICE_KEY_GENERATED("generated a service key:"),
    SERVICE_KEY_DERIVED("derived from a passphrase:"),
    PASSWORD_ENTERED("password entered for"),
    CLIENT_KEY_DERIVED("derived from the password:"),
    REPLY_KEY_AGREED("agreed on the reply key by SPAKE2:"),
    TICKET_SESSION_KEY_GENERATED("generated a session key:"),
    SERVICE_SESSION_KEY_GENERATED("generated a session key:"),
    CLIENT_AUTHENTICATED("authenticated the client:"),
    KDC_VERIFIED("verified that the KDC has the key of"),
    SERVER_AUTHENTICATED("authenticated the server:"),
    RESOURCE_SERVED("served"),
    KEY_STORED("stored the key:"),
    TEMPORARY_KEY_GENERATED("generated a temporary key:"),
    KEY_PAIR_GENERATED("generated a key pair for"),
    ENROLMENT_TOKEN_USED("consumed the enrolment token of"),
    SERIAL_RESERVED("reserved serial"),
    CERTIFICATE_ISSUED("issued a certificate for"),
    CERTIFICATE_STORED("stored the certificate:"),
    CERTIFICATE_ACCEPTED("accepted the certificate of"),
    REVOCATION_STATUS_ANSWERED("looked up the revocation status:"),
    CERTIFICATE_NOT_REVOKED("not revoked:"),
    CRL_PUBLISHED("published CRL"),
    CRL_ACCEPTED("accepted CRL"),
    SESSION_OPENED("opened a session for");

    private final String text;

    Action(String text) {
        this.text = text;
    }

    /** The text of the trace line before the detail. */
    public String text() {
        return text;
    }
}
