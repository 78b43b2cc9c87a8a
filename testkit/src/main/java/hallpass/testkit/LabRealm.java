package hallpass.testkit;

import hallpass.crypto.AesEcb;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Occasion;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Seals;
import hallpass.protocol.TokenLifetime;
import java.time.Duration;
import java.time.Instant;

/** A classic realm of known names, keys and times, to hold exchanges against without files or sockets. */
public final class LabRealm {
    /** When everything happens unless a test says otherwise. */
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    public static final PrincipalName ALICE = new PrincipalName("alice");
    public static final PrincipalName BOB = new PrincipalName("bob");
    public static final PrincipalName TICKET_GRANTING = PrincipalName.ticketGranting("HALLPASS.TEST");
    public static final PrincipalName KEY_UPDATE = new PrincipalName("kadmin/changepw");
    public static final PrincipalName DESK = new PrincipalName("desk/localhost");
    /** Where alice's messages come from. */
    public static final String ADDRESS = "127.0.0.1";

    public static final SymmetricKey ALICE_KEY = key("K_alice", 0x00);
    public static final SymmetricKey BOB_KEY = key("K_bob", 0x10);
    public static final SymmetricKey TICKET_GRANTING_KEY = key("K_tgs", 0x20);
    public static final SymmetricKey KEY_UPDATE_KEY = key("K_k", 0x30);
    public static final SymmetricKey DESK_KEY = key("K_s", 0x40);
    /** Of the credentials that {@link #credentialFor} gives. */
    public static final SymmetricKey SESSION_KEY = key("K_session", 0x50);

    public static final ClockSkew SKEW = new ClockSkew(Duration.ofMinutes(5));
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(8);
    public static final KdcPolicy POLICY = new KdcPolicy(
            TICKET_GRANTING, KEY_UPDATE, Duration.ofHours(10), TokenLifetime.always(TOKEN_LIFETIME), SKEW);

    private final PrincipalsInMemory principals = new PrincipalsInMemory();
    private final Seals seals = new Seals(new AesEcb());
    private final RecordingTrace trace = new RecordingTrace();

    public LabRealm() {
        Instant created = NOON.minus(Duration.ofDays(1));
        principals.add(ALICE, Kind.USER, ALICE_KEY, created);
        principals.add(BOB, Kind.USER, BOB_KEY, created);
        principals.add(TICKET_GRANTING, Kind.SERVICE, TICKET_GRANTING_KEY, created);
        principals.add(KEY_UPDATE, Kind.SERVICE, KEY_UPDATE_KEY, created);
        principals.add(DESK, Kind.SERVICE, DESK_KEY, created);
    }

    /** The 16 bytes that count up from {@code first}. */
    public static SymmetricKey key(String label, int first) {
        return SymmetricKey.of(
                label, InsecureScriptedRandomness.countingFrom(first).bytes(16));
    }

    /** A good one: alice's, from her address, issued a minute ago, for ten hours. */
    public static CredentialDraft credentialFor(PrincipalName server) {
        return new CredentialDraft(
                SESSION_KEY, ALICE, ADDRESS, server, NOON.minus(Duration.ofMinutes(1)), Duration.ofHours(10));
    }

    public PrincipalsInMemory principals() {
        return principals;
    }

    public Seals seals() {
        return seals;
    }

    /** What happened on the occasions that this realm gave. */
    public RecordingTrace trace() {
        return trace;
    }

    /** From alice's address, at noon. */
    public Occasion now() {
        return at(NOON);
    }

    /** From alice's address. */
    public Occasion at(Instant now) {
        return new Occasion(now, ADDRESS, trace);
    }
}
