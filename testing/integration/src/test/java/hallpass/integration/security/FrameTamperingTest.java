package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.adversary.Interceptor;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.message.MessageType;
import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An adversary changes, repeats, drops and swaps frames in a hardened realm. Each operation fails
 * or has its expected result, servers do nothing that was not requested, and the next attempt
 * succeeds. A build flips a few bits of each frame, a long run all of them.
 */
@Order(2)
class FrameTamperingTest {
    /**
     * Fields that can change without an error. A login uses the salt of its first K12 and the share
     * of its second. An ERROR is not protected and ends the operation whatever its text. A client
     * requests an inconsistent CRL again.
     */
    private static final Set<String> IGNORED_FIELDS = Set.of("K12 share", "E time", "E text", "P10 size");

    /** A bit each of the length, the type and the end, and others between. */
    private static final int DEFAULT_BITS = 4;

    private static final Set<MessageType> DEFAULT_SWAPPED_TYPES = EnumSet.of(
            MessageType.AS_REP, MessageType.AP_REQ, MessageType.CLIENT_REGISTRATION_REQ, MessageType.PKI_SERVICE_REP);

    static final int MAX_TRIES = 3;

    private static final int LAST_TYPE_BIT = Byte.SIZE * (Frame.PREFIX_SIZE + 1) - 1;

    @TempDir
    private static Path temporary;

    private static TamperingRealm realm;
    private static List<TamperingPoint> points;

    private static final Map<String, Integer> OUTCOME_COUNTS = new TreeMap<>();
    private static final Set<String> ACCEPTED_FIELDS = new TreeSet<>();
    private static int bits;

    @BeforeAll
    static void start() throws Exception {
        realm = new TamperingRealm(temporary.resolve("realm"));
        points = TamperingPoints.findIn(realm);
    }

    @AfterAll
    static void stop() {
        if (realm != null) {
            realm.close();
        }
        if (ReliabilityRun.isLong()) {
            System.out.println("every bit: " + points.size() + " frames, " + bits + " bits, " + OUTCOME_COUNTS
                    + ", accepted changes: " + ACCEPTED_FIELDS);
            assertThat(ACCEPTED_FIELDS).isEqualTo(IGNORED_FIELDS);
        }
    }

    /** In a build, one frame of each type. */
    static Stream<TamperingPoint> points() {
        return ReliabilityRun.isLong() ? points.stream() : oneOfEachType(points.stream());
    }

    static Stream<TamperingPoint> pointsWithCounterpart() {
        return oneOfEachType(points.stream().filter(point -> point.counterpart().isPresent()))
                .filter(point -> ReliabilityRun.isLong() || DEFAULT_SWAPPED_TYPES.contains(point.type()));
    }

    private static Stream<TamperingPoint> oneOfEachType(Stream<TamperingPoint> some) {
        Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
        return some.filter(point -> seen.add(point.type()));
    }

    @ParameterizedTest
    @MethodSource("points")
    void neverAcceptsFlippedBit(TamperingPoint point) throws Exception {
        Map<String, Integer> labels = new TreeMap<>();
        for (int bit : chosenBits(point).toArray()) {
            OperationResult result = runDisturbed(point, frame -> new Decision.Raw(flipped(frame, bit)));
            labels.merge(result.label(), 1, Integer::sum);
            if (result.isExpected()) {
                ACCEPTED_FIELDS.add(point.fieldOf(bit));
            }
            bits++;
        }
        assertThat(IGNORED_FIELDS).containsAll(ACCEPTED_FIELDS);
        labels.forEach((word, count) -> OUTCOME_COUNTS.merge(word, count, Integer::sum));
        if (ReliabilityRun.isLong()) {
            System.out.println("every bit: " + point + ", " + point.bits() + " bits, " + labels);
        }
        assertSucceedsUndisturbed(point.operation());
    }

    private static IntStream chosenBits(TamperingPoint point) {
        if (ReliabilityRun.isLong()) {
            return IntStream.range(0, point.bits());
        }
        int rest = DEFAULT_BITS - 2;
        int body = point.bits() - 1 - LAST_TYPE_BIT;
        return IntStream.concat(
                IntStream.of(0, LAST_TYPE_BIT),
                IntStream.rangeClosed(1, rest).map(i -> LAST_TYPE_BIT + (int) ((long) i * body / rest)));
    }

    /** Bit 0 is the highest bit of the length prefix. */
    private static Bytes flipped(Frame frame, int bit) {
        byte[] bytes = frame.encode();
        // If the frame is shorter than in the first run, its last byte.
        int at = Math.min(bit / Byte.SIZE, bytes.length - 1);
        bytes[at] ^= (byte) (0x80 >> bit % Byte.SIZE);
        return Bytes.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("points")
    void toleratesRepeatedLostOrForeignFrame(TamperingPoint point) throws Exception {
        runDisturbed(point, frame -> Decision.replaceWith(frame, frame));
        // A build closes the connection instead, to avoid waiting for a timeout.
        runDisturbed(point, frame -> ReliabilityRun.isLong() ? Decision.DROP : Decision.CUT);
        for (TamperingPoint other : ReliabilityRun.isLong() ? points : List.of(point)) {
            runDisturbed(point, frame -> Decision.replaceWith(other.original()));
        }
        assertSucceedsUndisturbed(point.operation());
    }

    /** Two clients run the operation at the same time; each receives the frame of the other. */
    @ParameterizedTest
    @MethodSource("pointsWithCounterpart")
    void toleratesSwappedFrames(TamperingPoint point) throws Exception {
        ClientOperation twin = point.counterpart().orElseThrow();
        Exchanger<Frame> meeting = new Exchanger<>();
        AtomicInteger met = new AtomicInteger();
        point.adversary()
                .setInterceptor(recorded -> recorded.hasType(point.type()) && met.incrementAndGet() <= 2
                        ? Decision.replaceWith(exchanged(meeting, recorded.frame()))
                        : Decision.PASS);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<OperationResult> twins = other.submit(() -> OperationResult.of(twin));
            assertNothingWrongAccepted(point.operation(), OperationResult.of(point.operation()));
            assertNothingWrongAccepted(twin, twins.get());
        } finally {
            other.shutdownNow();
            point.adversary().setInterceptor(Interceptor.PASS_ALL);
        }
        assertThat(met.get()).isGreaterThanOrEqualTo(2);
        assertSucceedsUndisturbed(point.operation());
        assertSucceedsUndisturbed(twin);
    }

    private static Frame exchanged(Exchanger<Frame> meeting, Frame own) throws InterruptedException {
        try {
            return meeting.exchange(own, 2, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new AssertionError("only one of two frames arrived", e);
        }
    }

    private static OperationResult runDisturbed(TamperingPoint point, TamperingPoint.FrameChange act) throws Exception {
        for (int tries = 1; ; tries++) {
            List<Frame> done = new CopyOnWriteArrayList<>();
            OperationResult result = runDisturbed(point, act, done);
            // On a busy machine an earlier reply can be late, and the frame is never sent.
            if (!done.isEmpty() || !result.isUnanswered() || tries == MAX_TRIES) {
                assertThat(done)
                        .as("%s was intercepted, result %s", point, result)
                        .hasSize(1);
                return result;
            }
        }
    }

    private static OperationResult runDisturbed(TamperingPoint point, TamperingPoint.FrameChange act, List<Frame> done)
            throws Exception {
        point.adversary().setInterceptor(point.interceptOnce(frame -> {
            done.add(frame);
            return act.apply(frame);
        }));
        try {
            OperationResult result = OperationResult.of(point.operation());
            assertNothingWrongAccepted(point.operation(), result);
            return result;
        } finally {
            point.adversary().setInterceptor(Interceptor.PASS_ALL);
        }
    }

    private static void assertNothingWrongAccepted(ClientOperation undertaking, OperationResult result) {
        assertThat(result.isWrong()).as(result.accepted()).isFalse();
        undertaking.assertNoOtherEffect();
    }

    /** Retries, because a late session of the run before can replace a new one. */
    private static void assertSucceedsUndisturbed(ClientOperation undertaking) throws Exception {
        OperationResult result = runAgain(undertaking);
        for (int more = 1; more < MAX_TRIES && !result.isExpected(); more++) {
            result = runAgain(undertaking);
        }
        assertThat(result.isExpected()).as("undisturbed: %s", result).isTrue();
        undertaking.assertNoOtherEffectEver();
    }

    private static OperationResult runAgain(ClientOperation undertaking) throws Exception {
        OperationResult result = OperationResult.of(undertaking);
        assertNothingWrongAccepted(undertaking, result);
        return result;
    }
}
