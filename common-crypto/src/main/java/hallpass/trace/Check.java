package hallpass.trace;

/** What is held side by side before anybody is believed. */
public enum Check {
    USERNAMES("usernames", "ticket", "authenticator"),
    TICKETS("tickets", "in clear", "presented"),
    LOGIN_NAME("usernames", "token", "login"),
    PRESENTED_NAME("usernames", "ticket", "presented"),
    ADDRESSES("addresses", "ticket", "sender"),
    SERVER("server", "named", "this one"),
    CLOCK_SKEW("clocks", "sender", "own"),
    EXPIRY("expiry", "authenticator", "ends"),
    EXPIRY_NOW("expiry", "now", "ends"),
    START("start", "begins", "used"),
    NONCE("nonces", "sent", "came back"),
    MUTUAL_AUTHENTICATION("proof", "expected", "came back"),
    REPLY_SERVER_NAME("names", "asked for", "came back"),
    KEY_UPDATE_TIMESTAMP("times", "authenticator", "new key"),
    TOKEN_AGE("token's age", "issued", "used"),
    CERTIFICATE_ISSUER("issuer", "certificate", "authority"),
    CERTIFICATE_SIGNATURE("signature", "certificate", "authority's key"),
    CERTIFICATE_KEY("key", "certificate", "needed"),
    CERTIFICATE_NAME("subject", "certificate", "asked for"),
    CERTIFICATE_ALTERNATIVE_NAME("alternative name", "certificate", "asked for"),
    CERTIFICATE_START("validity", "begins", "now"),
    CERTIFICATE_EXPIRY("validity", "now", "ends"),
    CRL_ISSUER("issuer", "list", "authority"),
    CRL_SIGNATURE("signature", "list", "authority's key"),
    CRL_START("list", "from", "now"),
    CRL_EXPIRY("list", "now", "the next one due"),
    CRL_NUMBER("list's number", "came", "seen before"),
    OCSP_RESPONDER("signer", "answer", "authority"),
    OCSP_SIGNATURE("signature", "answer", "authority's key"),
    OCSP_SERIAL("certificate", "asked for", "answered for"),
    OCSP_START("answer", "from", "now"),
    OCSP_EXPIRY("answer", "now", "good until"),
    PUBLIC_KEYS("public keys", "certified", "sent along"),
    KEY_PAIR("key pair", "certified", "private key's half"),
    EXCHANGE_SIGNATURE("signature", "made", "certified key"),
    REGISTERED_ADDRESS("addresses", "registration", "sender"),
    SESSION_EXPIRY("session", "used", "ends");

    private final String subject;
    private final String left;
    private final String right;

    Check(String subject, String left, String right) {
        this.subject = subject;
        this.left = left;
        this.right = right;
    }

    /** What kind of thing is compared. */
    public String subject() {
        return subject;
    }

    /** Where the first one comes from. */
    public String left() {
        return left;
    }

    /** Where the second one comes from. */
    public String right() {
        return right;
    }
}
