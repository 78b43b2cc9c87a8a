package hallpass.protocol;

import hallpass.message.Party;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Optional countermeasures against weaknesses of the classic protocol.
 *
 * <p>A guard is a strategy that is selected once, when a server or a client is assembled:
 * <ul>
 *   <li>by {@link Profile} for encryption, keys, tickets, replies, errors and the replay cache;
 *   <li>by {@code hallpass.pki.PkiProfile} for certificates and registration;
 *   <li>by the class that uses it, where only one does: {@code PreAuthentication} and
 *       {@code LoginStrategy} for {@link #PREAUTH}, {@code KdcVerifier} for {@link #VERIFY_KDC},
 *       {@code KeyPairStrategy} for {@link #LOCAL_KEYS}, {@code EnrolmentAuthorization} for
 *       {@link #ENROLMENT_TOKEN}, {@code RealmConfigParser} for {@link #OAEP}.
 * </ul>
 */
public enum Guard {
    AEAD(
            "aead",
            Party.SERVERS,
            "RFC 5116",
            "An encrypted part opens unmodified and in its own message, or not at all."),
    KEY_USAGE("key-usage", Party.SERVERS, "RFC 3961 §3", "Each use of a key has a separate derived key."),
    NONCE(
            "nonce",
            Party.KERBEROS_SERVERS,
            "RFC 4120 §3.1.5",
            "The client accepts a KDC reply only with the nonce of its request."),
    NAME_BINDING(
            "name-binding",
            Party.KERBEROS_SERVERS,
            "RFC 4120 §3.3.4",
            "The client accepts a token only for the service that it requested."),
    PROFILE_BINDING(
            "profile-binding",
            Party.SERVERS,
            "RFC 5869 §3.2",
            "Parties with different guards cannot open each other's encrypted parts."),
    SALTED_KDF(
            "salted-kdf",
            Party.KERBEROS_SERVERS,
            "RFC 8018 §5.2",
            "A password key has a random salt and costs 600,000 iterations per guess."),
    PREAUTH(
            "preauth",
            Party.KERBEROS_SERVERS,
            "RFC 9588",
            "A client proves knowledge of its key before the AS encrypts anything under it."),
    LIFETIME_CAP(
            "lifetime-cap", Party.KERBEROS_SERVERS, "RFC 4120 §3.3.3", "A token expires no later than its ticket."),
    UNIFORM_ERRORS(
            "uniform-errors",
            Party.SERVERS,
            "RFC 5246 §7.4.7.1",
            "Error codes reveal neither which users exist nor why an encrypted part was refused."),
    RANDOM_SERVICE_KEYS(
            "random-service-keys",
            Party.KERBEROS_SERVERS,
            "RFC 4086",
            "A service key is random instead of derived from a passphrase."),
    VERIFY_KDC(
            "verify-kdc",
            Party.KERBEROS_SERVERS,
            "Bellovin and Merritt 1991",
            "The login host authenticates the KDC with the host's key."),
    REPLAY_CACHE("replay-cache", Party.SERVERS, "RFC 4120 §3.2.3", "A server accepts each request once."),
    REVOCATION(
            "revocation",
            Party.PKI_SERVERS,
            "RFC 5280 §6.3",
            "A certificate is accepted only after the CA confirmed that it is not revoked."),
    CERTIFIED_KEY(
            "certified-key",
            Party.PKI_SERVERS,
            "RFC 5280 §6.1",
            "The client encrypts only to the key inside the server certificate."),
    PINNED_ANCHOR(
            "pinned-anchor",
            Party.PKI_SERVERS,
            "RFC 5280 §6.1.1 (d)",
            "The client trusts only its configured CA certificate."),
    ENROLMENT_TOKEN(
            "enrolment-token",
            Party.PKI_SERVERS,
            "RFC 7030 §3.2.3",
            "The CA certifies a server only for a single-use enrolment token."),
    LOCAL_KEYS(
            "local-keys",
            Party.PKI_SERVERS,
            "RFC 2986",
            "A server generates its key pair and proves possession of the private key."),
    TRANSCRIPT(
            "transcript",
            Party.PKI_SERVERS,
            "RFC 8446 §4.4.3",
            "The server signs the transcript of the registration exchange."),
    CLIENT_CERTIFICATE(
            "client-certificate",
            Party.PKI_SERVERS,
            "RFC 8446 §4.4.2",
            "A client proves its name with a certificate when it registers."),
    OAEP("oaep", Party.PKI_SERVERS, "RFC 8017 §7.1", "RSA encryption always uses OAEP padding.");

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<Party> servers;

    private final String source;
    private final String description;

    Guard(String id, List<Party> servers, String source, String description) {
        this.id = id;
        this.servers = servers;
        this.source = source;
        this.description = description;
    }

    /** The name of the guard in {@code realm.toml}. */
    public String id() {
        return id;
    }

    /** The servers whose exchanges the guard changes. */
    public List<Party> servers() {
        return servers;
    }

    /** The specification or paper that the guard follows. */
    public String source() {
        return source;
    }

    /** The effect of the guard, as one sentence. */
    public String description() {
        return description;
    }

    public static Optional<Guard> byId(String id) {
        return Arrays.stream(values()).filter(guard -> guard.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
