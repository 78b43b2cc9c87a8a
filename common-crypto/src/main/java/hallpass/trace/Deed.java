package hallpass.trace;

/** What a party does besides sealing, opening and comparing. */
public enum Deed {
    TGS_KEY_MADE("made the TGS key, random:"),
    SERVICE_KEY_MADE("made a service key, random:"),
    SERVICE_KEY_FROM_PASSPHRASE("made of a passphrase:"),
    PASSWORD_TYPED("the password was typed for"),
    KEY_FROM_PASSWORD("made from the password:"),
    REPLY_KEY_AGREED("agreed on a key for the reply, with nobody else:"),
    TICKET_SESSION_KEY_MADE("made a session key, random:"),
    SERVICE_SESSION_KEY_MADE("made a session key, random:"),
    CLIENT_AUTHENTICATED("authenticated:"),
    KDC_VERIFIED("the KDC has the key of"),
    SERVER_AUTHENTICATED("authenticated:"),
    RESOURCE_SERVED("served"),
    KEY_STORED("stored durably:"),
    TEMPORARY_KEY_MADE("made a temporary key, random:"),
    KEY_PAIR_MADE("made a key pair for"),
    ENROLMENT_TOKEN_USED("used up the enrolment token of"),
    SERIAL_RESERVED("reserved durably:"),
    CERTIFICATE_ISSUED("signed a certificate:"),
    CERTIFICATE_STORED("stored durably:"),
    CERTIFICATE_ACCEPTED("accepted the certificate of"),
    REVOCATION_ANSWERED("looked up:"),
    FOUND_NOT_REVOKED("not revoked:"),
    LIST_PUBLISHED("published the list of revoked certificates:"),
    LIST_ACCEPTED("accepted the list of revoked certificates:"),
    SESSION_OPENED("opened a session for");

    private final String words;

    Deed(String words) {
        this.words = words;
    }

    /** The words before the detail. */
    public String words() {
        return words;
    }
}
