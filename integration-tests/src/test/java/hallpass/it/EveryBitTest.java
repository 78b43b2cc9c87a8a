package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.adversary.Scheme;
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
class EveryBitTest {
    /**
     * What may be changed without a refusal: nothing comes of it. Of the two K12 of a login, the salt of the first one is used, and
     * the share of the second one. An ERROR is in clear, and whatever it says, it ends what was begun. A list whose parts do not
     * agree is asked for again.
     */
    private static final Set<String> HINTS = Set.of("K12 share", "E time", "E text", "P10 size");

    /** The length, the type, the very last one, and some between. */
    private static final int BITS_IN_A_BUILD = 4;

    private static final Set<MessageType> SWAPPED_IN_A_BUILD = EnumSet.of(
            MessageType.AS_REP, MessageType.AP_REQ, MessageType.CLIENT_REGISTRATION_REQ, MessageType.PKI_SERVICE_REP);

    static final int MOST_TRIES = 3;

    private static final int LAST_OF_TYPE = Byte.SIZE * (Frame.PREFIX + 1) - 1;

    @TempDir
    private static Path temporary;

    private static BitLab lab;
    private static List<Place> places;

    private static final Map<String, Integer> TOTAL = new TreeMap<>();
    private static final Set<String> WITHOUT_A_REFUSAL = new TreeSet<>();
    private static int bits;

    @BeforeAll
    static void start() throws Exception {
        lab = new BitLab(temporary.resolve("realm"));
        places = Places.in(lab);
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
        if (Rounds.longForm()) {
            System.out.println("every bit: " + places.size() + " frames, " + bits + " bits, " + TOTAL
                    + ", without a refusal " + WITHOUT_A_REFUSAL);
            assertThat(WITHOUT_A_REFUSAL).isEqualTo(HINTS);
        }
    }

    /** In a build one of each type. */
    static Stream<Place> places() {
        return Rounds.longForm() ? places.stream() : oneOfEachType(places.stream());
    }

    static Stream<Place> placesOfTwo() {
        return oneOfEachType(places.stream().filter(place -> place.twin().isPresent()))
                .filter(place -> Rounds.longForm() || SWAPPED_IN_A_BUILD.contains(place.type()));
    }

    private static Stream<Place> oneOfEachType(Stream<Place> some) {
        Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
        return some.filter(place -> seen.add(place.type()));
    }

    @ParameterizedTest
    @MethodSource("places")
    void flippedBitIsNeverBelieved(Place place) throws Exception {
        Map<String, Integer> endings = new TreeMap<>();
        for (int bit : chosen(place).toArray()) {
            Ending ending = disturbed(place, frame -> new Decision.Raw(flipped(frame, bit)));
            endings.merge(ending.word(), 1, Integer::sum);
            if (ending.isAsItShould()) {
                WITHOUT_A_REFUSAL.add(place.fieldOf(bit));
            }
            bits++;
        }
        assertThat(HINTS).containsAll(WITHOUT_A_REFUSAL);
        endings.forEach((word, count) -> TOTAL.merge(word, count, Integer::sum));
        if (Rounds.longForm()) {
            System.out.println("every bit: " + place + ", " + place.bits() + " bits, " + endings);
        }
        assertIsGoodNow(place.undertaking());
    }

    private static IntStream chosen(Place place) {
        if (Rounds.longForm()) {
            return IntStream.range(0, place.bits());
        }
        int rest = BITS_IN_A_BUILD - 2;
        int body = place.bits() - 1 - LAST_OF_TYPE;
        return IntStream.concat(
                IntStream.of(0, LAST_OF_TYPE),
                IntStream.rangeClosed(1, rest).map(i -> LAST_OF_TYPE + (int) ((long) i * body / rest)));
    }

    /** The highest bit of each byte first, and the length's bytes before all others. */
    private static Bytes flipped(Frame frame, int bit) {
        byte[] bytes = frame.toArray();
        // A frame that is smaller now lacks the last ones: then the last that it has.
        int at = Math.min(bit / Byte.SIZE, bytes.length - 1);
        bytes[at] ^= (byte) (0x80 >> bit % Byte.SIZE);
        return Bytes.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("places")
    void doubledLostOrForeignFrameDoesNoHarm(Place place) throws Exception {
        disturbed(place, frame -> Decision.instead(frame, frame));
        // The same in the end, but a build does not wait for an answer that does not come.
        disturbed(place, frame -> Rounds.longForm() ? Decision.DROP : Decision.CUT);
        for (Place other : Rounds.longForm() ? places : List.of(place)) {
            disturbed(place, frame -> Decision.instead(other.seen()));
        }
        assertIsGoodNow(place.undertaking());
    }

    /** Two do the same at a time, and each gets what is for the other one. */
    @ParameterizedTest
    @MethodSource("placesOfTwo")
    void framesOfTwoThatAreExchangedDoNoHarm(Place place) throws Exception {
        Undertaking twin = place.twin().orElseThrow();
        Exchanger<Frame> meeting = new Exchanger<>();
        AtomicInteger met = new AtomicInteger();
        place.wires()
                .follow(passing -> passing.is(place.type()) && met.incrementAndGet() <= 2
                        ? Decision.instead(exchanged(meeting, passing.frame()))
                        : Decision.PASS);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Ending> twins = other.submit(() -> Ending.of(twin));
            assertNotWrong(place.undertaking(), Ending.of(place.undertaking()));
            assertNotWrong(twin, twins.get());
        } finally {
            other.shutdownNow();
            place.wires().follow(Scheme.LISTEN);
        }
        assertThat(met.get()).isGreaterThanOrEqualTo(2);
        assertIsGoodNow(place.undertaking());
        assertIsGoodNow(twin);
    }

    private static Frame exchanged(Exchanger<Frame> meeting, Frame own) throws InterruptedException {
        try {
            return meeting.exchange(own, 20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("both say it", e);
        }
    }

    private static Ending disturbed(Place place, Place.Act act) throws Exception {
        for (int tries = 1; ; tries++) {
            List<Frame> done = new CopyOnWriteArrayList<>();
            Ending ending = disturbed(place, act, done);
            // On a busy machine an answer before it may be late: then it never comes by.
            if (!done.isEmpty() || !ending.isNoAnswer() || tries == MOST_TRIES) {
                assertThat(done)
                        .as("%s came by, and it ended %s", place, ending)
                        .hasSize(1);
                return ending;
            }
        }
    }

    private static Ending disturbed(Place place, Place.Act act, List<Frame> done) throws Exception {
        place.wires().follow(place.disturbed(frame -> {
            done.add(frame);
            return act.on(frame);
        }));
        try {
            Ending ending = Ending.of(place.undertaking());
            assertNotWrong(place.undertaking(), ending);
            return ending;
        } finally {
            place.wires().follow(Scheme.LISTEN);
        }
    }

    private static void assertNotWrong(Undertaking undertaking, Ending ending) {
        assertThat(ending.isWrong()).as(ending.believed()).isFalse();
        undertaking.assertNothingElseWasDone();
    }

    /** What the one before began may still be going on: a session that comes late takes the place of a new one. */
    private static void assertIsGoodNow(Undertaking undertaking) throws Exception {
        Ending ending = again(undertaking);
        for (int more = 1; more < MOST_TRIES && !ending.isAsItShould(); more++) {
            ending = again(undertaking);
        }
        assertThat(ending.isAsItShould()).as("undisturbed: %s", ending).isTrue();
        undertaking.assertNothingElseWasEverDone();
    }

    private static Ending again(Undertaking undertaking) throws Exception {
        Ending ending = Ending.of(undertaking);
        assertNotWrong(undertaking, ending);
        return ending;
    }
}
