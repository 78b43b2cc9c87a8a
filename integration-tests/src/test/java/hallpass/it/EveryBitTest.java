package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.adversary.Decision;
import hallpass.adversary.Scheme;
import hallpass.client.Failure;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hardened realm under an adversary who may change, double, drop and exchange whatever comes by: all of it is noticed. In a
 * build a few bits of each frame are flipped, in the long form all of them.
 */
class EveryBitTest {
    private static final int BITS_IN_A_BUILD = 8;
    /** Making a key from a password is slow there on purpose. */
    private static final int BITS_OF_A_LOGIN_IN_A_BUILD = 3;

    /** A refusal, and a server's state, tell nobody anything that is believed. */
    private static final Set<MessageType> NOT_OF_A_FLOW =
            Set.of(MessageType.STATUS_REQ, MessageType.STATUS_REP, MessageType.ERROR);

    @TempDir
    private static Path temporary;

    private static final Adversary ADVERSARY = new Adversary(InstantSource.system());

    private static RealmInProcess realm;
    private static LabClient client;
    private static HeldTicket ticket;
    private static HeldToken token;
    private static HeldSession session;

    @BeforeAll
    static void start() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of("profile", "hardened"));
        realm = new RealmInProcess(folder).startAll();
        folder.leadThrough(ADVERSARY);
        client = realm.client();
        ticket = client.login();
        token = client.token(ticket);
        // Under a name of its own: whoever registers again under the same one ends the session before.
        PrincipalName other = new PrincipalName("ID-Client2");
        folder.certifyClient(other);
        session = client.register(other);
        assertThat(client.kerberos().request(token, "memo")).isEqualTo(LabFolder.MEMO);
        assertThat(client.pki().request(session, "memo")).isEqualTo(LabFolder.MEMO);
    }

    @AfterAll
    static void stop() {
        ADVERSARY.close();
        if (realm != null) {
            realm.close();
        }
    }

    /** What somebody does until the memo is there. */
    private interface Flow {
        String run() throws Failure;
    }

    /** From as late as the frame allows. */
    private static Flow flowThrough(MessageType type) {
        return switch (type) {
            case PRE_AUTHENTICATION_REQ, PRE_AUTHENTICATION_REP, AS_REQ, AS_REP -> client::kerberosMemo;
            case TGS_REQ, TGS_REP -> () -> client.kerberos().request(client.token(ticket), "memo");
            case AP_REQ, AP_REP, SERVICE_REQ, SERVICE_REP ->
                () -> client.kerberos().request(token, "memo");
            case PKI_SERVICE_REQ, PKI_SERVICE_REP -> () -> client.pki().request(session, "memo");
            default -> client::pkiMemo;
        };
    }

    private static boolean isOfLogin(MessageType type) {
        return switch (type) {
            case PRE_AUTHENTICATION_REQ, PRE_AUTHENTICATION_REP, AS_REQ, AS_REP -> true;
            default -> false;
        };
    }

    /** Of both flows, as they were seen on the wire. */
    static Stream<MessageType> frames() {
        return Stream.of(MessageType.values())
                .filter(type -> ADVERSARY.recording().last(type).isPresent())
                .filter(type -> !NOT_OF_A_FLOW.contains(type));
    }

    private static Frame last(MessageType type) {
        return ADVERSARY.recording().last(type).orElseThrow().frame();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void flippedBitIsNeverAccepted(MessageType type) {
        int bits = Byte.SIZE * (1 + last(type).body().size());
        List<String> accepted = new ArrayList<>();
        for (int bit : chosen(bits, isOfLogin(type)).toArray()) {
            if (isAccepted(type, frame -> flipped(frame, bit))) {
                accepted.add(type.label() + ", bit " + bit + " of " + bits);
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static IntStream chosen(int bits, boolean ofLogin) {
        int few = ofLogin ? BITS_OF_A_LOGIN_IN_A_BUILD : BITS_IN_A_BUILD;
        // The type's lowest bit and the very last one, and some between.
        return Rounds.longForm()
                ? IntStream.range(0, bits)
                : IntStream.range(0, few).map(i -> (int) ((long) i * (bits - 1) / (few - 1)));
    }

    private static Frame flipped(Frame frame, int bit) {
        byte[] bytes = ByteBuffer.allocate(1 + frame.body().size())
                .put((byte) frame.type())
                .put(frame.body().toArray())
                .array();
        // A frame of another size may lack the last ones: then the last that it has.
        int at = Math.min(bit / Byte.SIZE, bytes.length - 1);
        bytes[at] ^= (byte) (1 << bit % Byte.SIZE);
        return new Frame(bytes[0] & 0xff, Bytes.of(Arrays.copyOfRange(bytes, 1, bytes.length)));
    }

    /** A frame that comes twice, or in place of which an earlier one comes: a refusal, or the memo all the same. */
    @ParameterizedTest
    @MethodSource("frames")
    void doubledFrameAndEarlierOneDoNoHarm(MessageType type) {
        Frame earlier = last(type);
        isAccepted(type, frame -> earlier);
        always(type, frame -> Decision.instead(frame, frame));
        memoOrRefusal(flowThrough(type));
    }

    private static boolean isAccepted(MessageType type, UnaryOperator<Frame> change) {
        AtomicBoolean done = always(type, frame -> Decision.instead(change.apply(frame)));
        boolean accepted = memoOrRefusal(flowThrough(type));
        assertThat(done).as("%s came by", type).isTrue();
        return accepted;
    }

    /** Whether it came to the memo; any other end is a refusal in words. */
    private static boolean memoOrRefusal(Flow flow) {
        try {
            assertThat(flow.run()).isEqualTo(LabFolder.MEMO);
            return true;
        } catch (Failure refused) {
            assertThat(refused.sentence()).isNotBlank();
            return false;
        } finally {
            ADVERSARY.follow(Scheme.LISTEN);
        }
    }

    private interface Act {
        Decision on(Frame frame);
    }

    private static AtomicBoolean always(MessageType type, Act act) {
        AtomicBoolean done = new AtomicBoolean();
        ADVERSARY.follow(passing -> {
            if (passing.is(type)) {
                done.set(true);
                return act.on(passing.frame());
            }
            return Decision.PASS;
        });
        return done;
    }
}
