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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hardened realm under an adversary who may change, double, drop and exchange whatever comes by. It ends in a refusal, or as
 * it should; whoever was disturbed never believes anything else, no server does anything that it was not asked for, and the next
 * try is a good one. In a build a few bits of each frame are flipped, in the long form all of them.
 */
class FrameTamperingTest {
    /**
     * What may be changed without a refusal: nothing comes of it. Of the two K12 of a login, the salt of the first one is used, and
     * the share of the second one. An ERROR is in clear, and whatever it says, it ends what was begun. A list whose parts do not
     * agree is asked for again.
     */
    private static final Set<String> IGNORED_FIELDS = Set.of("K12 share", "E time", "E text", "P10 size");

    /** The length, the type, the very last one, and some between. */
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
                    + ", without a refusal " + ACCEPTED_FIELDS);
            assertThat(ACCEPTED_FIELDS).isEqualTo(IGNORED_FIELDS);
        }
    }

    /** In a build one of each type. */
    static Stream<TamperingPoint> places() {
        return ReliabilityRun.isLong() ? points.stream() : oneOfEachType(points.stream());
    }

    static Stream<TamperingPoint> placesOfTwo() {
        return oneOfEachType(points.stream().filter(place -> place.counterpart().isPresent()))
                .filter(place -> ReliabilityRun.isLong() || DEFAULT_SWAPPED_TYPES.contains(place.type()));
    }

    private static Stream<TamperingPoint> oneOfEachType(Stream<TamperingPoint> some) {
        Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
        return some.filter(place -> seen.add(place.type()));
    }

    @ParameterizedTest
    @MethodSource("places")
    void neverAcceptsFlippedBit(TamperingPoint place) throws Exception {
        Map<String, Integer> endings = new TreeMap<>();
        for (int bit : chosenBits(place).toArray()) {
            OperationResult ending = runDisturbed(place, frame -> new Decision.Raw(flipped(frame, bit)));
            endings.merge(ending.label(), 1, Integer::sum);
            if (ending.isExpected()) {
                ACCEPTED_FIELDS.add(place.fieldOf(bit));
            }
            bits++;
        }
        assertThat(IGNORED_FIELDS).containsAll(ACCEPTED_FIELDS);
        endings.forEach((word, count) -> OUTCOME_COUNTS.merge(word, count, Integer::sum));
        if (ReliabilityRun.isLong()) {
            System.out.println("every bit: " + place + ", " + place.bits() + " bits, " + endings);
        }
        assertSucceedsUndisturbed(place.operation());
    }

    private static IntStream chosenBits(TamperingPoint place) {
        if (ReliabilityRun.isLong()) {
            return IntStream.range(0, place.bits());
        }
        int rest = DEFAULT_BITS - 2;
        int body = place.bits() - 1 - LAST_TYPE_BIT;
        return IntStream.concat(
                IntStream.of(0, LAST_TYPE_BIT),
                IntStream.rangeClosed(1, rest).map(i -> LAST_TYPE_BIT + (int) ((long) i * body / rest)));
    }

    /** The highest bit of each byte first, and the length's bytes before all others. */
    private static Bytes flipped(Frame frame, int bit) {
        byte[] bytes = frame.encode();
        // A frame that is smaller now lacks the last ones: then the last that it has.
        int at = Math.min(bit / Byte.SIZE, bytes.length - 1);
        bytes[at] ^= (byte) (0x80 >> bit % Byte.SIZE);
        return Bytes.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("places")
    void toleratesRepeatedLostOrForeignFrame(TamperingPoint place) throws Exception {
        runDisturbed(place, frame -> Decision.replaceWith(frame, frame));
        // The same in the end, but a build does not wait for an answer that does not come.
        runDisturbed(place, frame -> ReliabilityRun.isLong() ? Decision.DROP : Decision.CUT);
        for (TamperingPoint other : ReliabilityRun.isLong() ? points : List.of(place)) {
            runDisturbed(place, frame -> Decision.replaceWith(other.original()));
        }
        assertSucceedsUndisturbed(place.operation());
    }

    /** Two do the same at a time, and each gets what is for the other one. */
    @ParameterizedTest
    @MethodSource("placesOfTwo")
    void toleratesSwappedFrames(TamperingPoint place) throws Exception {
        ClientOperation twin = place.counterpart().orElseThrow();
        Exchanger<Frame> meeting = new Exchanger<>();
        AtomicInteger met = new AtomicInteger();
        place.adversary()
                .setInterceptor(recorded -> recorded.hasType(place.type()) && met.incrementAndGet() <= 2
                        ? Decision.replaceWith(exchanged(meeting, recorded.frame()))
                        : Decision.PASS);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<OperationResult> twins = other.submit(() -> OperationResult.of(twin));
            assertNothingWrongAccepted(place.operation(), OperationResult.of(place.operation()));
            assertNothingWrongAccepted(twin, twins.get());
        } finally {
            other.shutdownNow();
            place.adversary().setInterceptor(Interceptor.PASS_ALL);
        }
        assertThat(met.get()).isGreaterThanOrEqualTo(2);
        assertSucceedsUndisturbed(place.operation());
        assertSucceedsUndisturbed(twin);
    }

    private static Frame exchanged(Exchanger<Frame> meeting, Frame own) throws InterruptedException {
        try {
            return meeting.exchange(own, 20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("both say it", e);
        }
    }

    private static OperationResult runDisturbed(TamperingPoint place, TamperingPoint.FrameChange act) throws Exception {
        for (int tries = 1; ; tries++) {
            List<Frame> done = new CopyOnWriteArrayList<>();
            OperationResult ending = runDisturbed(place, act, done);
            // On a busy machine an answer before it may be late: then it never comes by.
            if (!done.isEmpty() || !ending.isUnanswered() || tries == MAX_TRIES) {
                assertThat(done)
                        .as("%s came by, and it ended %s", place, ending)
                        .hasSize(1);
                return ending;
            }
        }
    }

    private static OperationResult runDisturbed(TamperingPoint place, TamperingPoint.FrameChange act, List<Frame> done)
            throws Exception {
        place.adversary().setInterceptor(place.interceptOnce(frame -> {
            done.add(frame);
            return act.apply(frame);
        }));
        try {
            OperationResult ending = OperationResult.of(place.operation());
            assertNothingWrongAccepted(place.operation(), ending);
            return ending;
        } finally {
            place.adversary().setInterceptor(Interceptor.PASS_ALL);
        }
    }

    private static void assertNothingWrongAccepted(ClientOperation undertaking, OperationResult ending) {
        assertThat(ending.isWrong()).as(ending.accepted()).isFalse();
        undertaking.assertNoOtherEffect();
    }

    /** What the one before began may still be going on: a session that comes late takes the place of a new one. */
    private static void assertSucceedsUndisturbed(ClientOperation undertaking) throws Exception {
        OperationResult ending = runAgain(undertaking);
        for (int more = 1; more < MAX_TRIES && !ending.isExpected(); more++) {
            ending = runAgain(undertaking);
        }
        assertThat(ending.isExpected()).as("undisturbed: %s", ending).isTrue();
        undertaking.assertNoOtherEffectEver();
    }

    private static OperationResult runAgain(ClientOperation undertaking) throws Exception {
        OperationResult ending = OperationResult.of(undertaking);
        assertNothingWrongAccepted(undertaking, ending);
        return ending;
    }
}
