package hallpass.protocol;

import java.util.Arrays;
import java.util.Optional;

/** What a realm can be given to take one weakness of the classic protocol away. */
public enum Guard {
    /** What is sealed opens unchanged and in its own place, or not at all. */
    AEAD("aead"),
    /** A key is another key for each thing that it is used for (RFC 3961 §3). */
    KEY_USAGE("key-usage"),
    /** The client takes no reply of the KDC that answers an earlier request than its own (RFC 4120 §3.1.5). */
    NONCE("nonce"),
    /** The client takes no token for another service than it asked for (RFC 4120 §3.3.4). */
    NAME_BINDING("name-binding"),
    /** Nobody opens what was sealed by who has other guards: a profile that was changed on one side is seen at once. */
    PROFILE_BINDING("profile-binding"),
    /** A password's key is mixed with a salt, and a guess costs as much as 600,000 hashes (RFC 8018 §5.2). */
    SALTED_KDF("salted-kdf"),
    /** A client shows that it knows its key before anything is sealed under it, and who listens learns nothing (RFC 9588). */
    PREAUTH("preauth"),
    /** A token ends with its ticket at the latest (RFC 4120 §3.3.3). */
    LIFETIME_CAP("lifetime-cap"),
    /** Nobody learns from a refusal who exists, or what a sealed part that was edited opens to. */
    UNIFORM_ERRORS("uniform-errors"),
    /** A service's key is random: who has a token for it has nothing to guess. */
    RANDOM_SERVICE_KEYS("random-service-keys"),
    /** The login host believes no KDC that does not have the host's own key (Bellovin and Merritt 1991). */
    VERIFY_KDC("verify-kdc"),
    /** An authenticator that was accepted once is not accepted again (RFC 4120 §3.2.3). */
    REPLAY_CACHE("replay-cache"),
    /** A certificate is asked after at its authority before it is believed (RFC 5280 §6.3). */
    REVOCATION("revocation"),
    /** The client speaks to the key that the server's certificate holds, and to no other (RFC 5280 §6.1). */
    CERTIFIED_KEY("certified-key"),
    /** The client believes the one authority that it was given beforehand, and none that is sent to it (RFC 5280 §6.1.1 (d)). */
    PINNED_ANCHOR("pinned-anchor"),
    /** The authority certifies a server that shows a token for its name, which is good once (RFC 7030 §3.2.3 asks for such proof). */
    ENROLMENT_TOKEN("enrolment-token"),
    /** A server makes its key pair itself, proves that it has it, and tells its private half nobody (RFC 2986). */
    LOCAL_KEYS("local-keys"),
    /** A server signs what was said, so that its client sees whether both saw the same (RFC 8446 §4.4.3). */
    TRANSCRIPT("transcript"),
    /** A client of the certificate door proves its name with a certificate of its own (RFC 8446 §4.4.2). */
    CLIENT_CERTIFICATE("client-certificate"),
    /** What is sealed to a public key is padded so that a refusal tells nothing of it (RFC 8017 §7.1); no setting changes that. */
    OAEP("oaep");

    private final String id;

    Guard(String id) {
        this.id = id;
    }

    /** As {@code realm.toml} calls it. */
    public String id() {
        return id;
    }

    public static Optional<Guard> byId(String id) {
        return Arrays.stream(values()).filter(guard -> guard.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
