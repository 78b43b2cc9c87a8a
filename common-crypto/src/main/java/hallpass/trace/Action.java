package hallpass.trace;

/** What a party does besides sealing, opening and comparing. */
public enum Action {
    TGS_KEY_GENERATED("made the TGS key, random:"),
    SERVICE_KEY_GENERATED("made a service key, random:"),
    SERVICE_KEY_DERIVED("made of a passphrase:"),
    PASSWORD_ENTERED("the password was typed for"),
    CLIENT_KEY_DERIVED("made from the password:"),
    REPLY_KEY_AGREED("agreed on a key for the reply, with nobody else:"),
    TICKET_SESSION_KEY_GENERATED("made a session key, random:"),
    SERVICE_SESSION_KEY_GENERATED("made a session key, random:"),
    CLIENT_AUTHENTICATED("authenticated:"),
    KDC_VERIFIED("the KDC has the key of"),
    SERVER_AUTHENTICATED("authenticated:"),
    RESOURCE_SERVED("served"),
    KEY_STORED("stored durably:"),
    TEMPORARY_KEY_GENERATED("made a temporary key, random:"),
    KEY_PAIR_GENERATED("made a key pair for"),
    ENROLMENT_TOKEN_USED("used up the enrolment token of"),
    SERIAL_RESERVED("reserved durably:"),
    CERTIFICATE_ISSUED("signed a certificate:"),
    CERTIFICATE_STORED("stored durably:"),
    CERTIFICATE_ACCEPTED("accepted the certificate of"),
    REVOCATION_STATUS_ANSWERED("looked up:"),
    CERTIFICATE_NOT_REVOKED("not revoked:"),
    CRL_PUBLISHED("published the list of revoked certificates:"),
    CRL_ACCEPTED("accepted the list of revoked certificates:"),
    SESSION_OPENED("opened a session for");

    private final String text;

    Action(String text) {
        this.text = text;
    }

    /** The words before the detail. */
    public String text() {
        return text;
    }
}
