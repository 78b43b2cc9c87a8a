package hallpass.trace;

/** A check that compares two values, with the labels of its trace line. */
public enum Check {
    USERNAMES("usernames", "ticket", "authenticator"),
    TICKETS("tickets", "cleartext", "presented"),
    LOGIN_NAME("usernames", "token", "login"),
    PRESENTED_NAME("usernames", "ticket", "presented"),
    ADDRESSES("addresses", "ticket", "sender"),
    SERVER("server", "requested", "own"),
    CLOCK_SKEW("clocks", "sender", "own"),
    EXPIRY("expiry", "authenticator", "expires"),
    EXPIRY_NOW("expiry", "now", "expires"),
    START("validity", "starts", "used"),
    NONCE("nonce", "sent", "received"),
    MUTUAL_AUTHENTICATION("server's proof", "expected", "received"),
    REPLY_SERVER_NAME("server name", "requested", "received"),
    KEY_UPDATE_TIMESTAMP("timestamps", "authenticator", "new key"),
    TOKEN_AGE("token age", "issued", "used"),
    CERTIFICATE_ISSUER("issuer", "certificate", "CA"),
    CERTIFICATE_SIGNATURE("certificate signature", "algorithm", "CA key"),
    CERTIFICATE_KEY("certified key", "certificate", "required"),
    CERTIFICATE_NAME("subject", "certificate", "expected"),
    CERTIFICATE_ALTERNATIVE_NAME("alternative name", "certificate", "expected"),
    CERTIFICATE_START("validity", "starts", "now"),
    CERTIFICATE_EXPIRY("validity", "now", "expires"),
    CRL_ISSUER("CRL issuer", "CRL", "CA"),
    CRL_SIGNATURE("CRL signature", "algorithm", "CA key"),
    CRL_START("CRL", "this update", "now"),
    CRL_EXPIRY("CRL", "now", "next update"),
    CRL_NUMBER("CRL number", "received", "last seen"),
    OCSP_RESPONDER("OCSP responder", "response", "CA"),
    OCSP_SIGNATURE("OCSP signature", "algorithm", "CA key"),
    OCSP_SERIAL("serial number", "requested", "response"),
    OCSP_START("OCSP response", "this update", "now"),
    OCSP_EXPIRY("OCSP response", "now", "next update"),
    PUBLIC_KEYS("public key", "certified", "uncertified"),
    KEY_PAIR("key pair", "certificate", "private key"),
    EXCHANGE_SIGNATURE("transcript signature", "signer", "certified key"),
    REGISTERED_ADDRESS("addresses", "registration", "sender"),
    SESSION_EXPIRY("session", "used", "expires");

    private final String subject;
    private final String left;
    private final String right;

    Check(String subject, String left, String right) {
        this.subject = subject;
        this.left = left;
        this.right = right;
    }

    /** What is compared. */
    public String subject() {
        return subject;
    }

    /** The origin of the first value. */
    public String left() {
        return left;
    }

    /** The origin of the second value. */
    public String right() {
        return right;
    }
}
