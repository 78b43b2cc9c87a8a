package hallpass.crypto;

/**
 * Key usage numbers: those of RFC 4120 §7.5.1 where that RFC has the same part, else numbers from
 * 1024 on, which it reserves for applications. The {@code classic} suite ignores them.
 */
public enum KeyUsage {
    TICKET(2),
    AS_REP_PART(3),
    TGS_REQ_AUTHENTICATOR(7),
    TGS_REP_PART(8),
    AP_REQ_AUTHENTICATOR(11),
    AP_REP_PART(12),
    TGS_REQ_PRESENTED_TICKET(1024),
    SERVICE_REQUEST(1025),
    SERVICE_REPLY(1026),
    KEY_UPDATE_AUTHENTICATOR(1027),
    KEY_UPDATE_NEW_KEY(1028),
    KEY_UPDATE_REPLY(1029),
    SERVER_REGISTRATION(1040),
    SERVER_REGISTRATION_REPLY(1041),
    CLIENT_REGISTRATION(1042),
    CLIENT_REGISTRATION_REPLY(1043),
    PKI_SERVICE_REQUEST(1044),
    PKI_SERVICE_REPLY(1045);

    private final int number;

    KeyUsage(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
