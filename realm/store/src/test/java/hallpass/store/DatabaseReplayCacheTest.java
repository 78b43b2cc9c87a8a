package hallpass.store;

import static hallpass.store.StoreTestSupport.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.fixtures.ManualClock;
import hallpass.fixtures.RefusalAssertions;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
final class DatabaseReplayCacheTest {
    private static final String ACCEPTOR = "desk/localhost";
    private static final Instant UNTIL = NOW.plusSeconds(600);
    private static final NoteLimits LIMITS = new NoteLimits(5, 100);
    private static final PrincipalName ALICE = new PrincipalName("alice");

    @Parameter
    private DatabaseKind kind;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock(NOW);
    private DatabaseLocation location;
    private NoteStore store;
    private ReplayCache cache;

    @BeforeEach
    void create() throws Exception {
        location = kind.location(folder, "notes");
        store = NoteStore.create(location, LIMITS);
        cache = store.replays(ACCEPTOR, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void acceptsSameBytesOnce() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        assertThat(cache.runOnce(sealed(1), UNTIL, effects::incrementAndGet)).isEqualTo(1);
        RefusalAssertions.assertRefused(
                ErrorCode.KRB_AP_ERR_REPEAT, () -> cache.runOnce(sealed(1), UNTIL, effects::incrementAndGet));
        assertThat(cache.runOnce(sealed(2), UNTIL, effects::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void remembersClaimsAcrossRestart() throws Exception {
        cache.claim(sealed(1), UNTIL);
        store.close();
        store = NoteStore.open(location, LIMITS);
        cache = store.replays(ACCEPTOR, clock);
        assertRepeated(1);
    }

    @Test
    void sharesClaimsBetweenReplicas() throws Exception {
        try (NoteStore other = NoteStore.open(location, LIMITS)) {
            cache.claim(sealed(1), UNTIL);
            RefusalAssertions.assertRefused(
                    ErrorCode.KRB_AP_ERR_REPEAT,
                    () -> other.replays(ACCEPTOR, clock).claim(sealed(1), UNTIL));
        }
    }

    @Test
    void separatesClaimsByAcceptor() throws Exception {
        cache.claim(sealed(1), UNTIL);
        store.replays("print/localhost", clock).claim(sealed(1), UNTIL);
    }

    @Test
    void acceptsSameBytesOnceUnderConcurrency() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (NoteStore second = NoteStore.open(location, LIMITS)) {
            ReplayCache other = second.replays(ACCEPTOR, clock);
            CyclicBarrier together = new CyclicBarrier(8);
            for (int round = 0; round < 50; round++) {
                Bytes sealed = sealed(round);
                List<Future<Boolean>> claims = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    ReplayCache mine = thread % 2 == 0 ? cache : other;
                    claims.add(threads.submit(() -> {
                        together.await();
                        return accepted(mine, sealed);
                    }));
                }
                int accepted = 0;
                for (Future<Boolean> claim : claims) {
                    accepted += claim.get() ? 1 : 0;
                }
                assertThat(accepted).as("round " + round).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void rollsBackRefusedEffect() throws Exception {
        RefusalAssertions.assertRefused(
                ErrorCode.HP_ERR_QUOTA,
                () -> cache.runOnce(sealed(1), UNTIL, () -> {
                    put("a", "x");
                    throw new Refusal(ErrorCode.HP_ERR_QUOTA, "planted");
                }));
        assertThat(store.names(ALICE)).isEmpty();
        cache.claim(sealed(1), UNTIL);
    }

    @Test
    void rollsBackFailedEffect() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> cache.runOnce(sealed(1), UNTIL, () -> {
                    put("a", "x");
                    throw new IllegalStateException("planted");
                }));
        assertThat(store.names(ALICE)).isEmpty();
        cache.claim(sealed(1), UNTIL);
    }

    @Test
    void commitsEffectWithClaim() throws Exception {
        String found = cache.runOnce(sealed(1), UNTIL, () -> {
            put("a", "x");
            // The transaction sees its own uncommitted write.
            return store.find(ALICE, "a").orElseThrow();
        });
        assertThat(found).isEqualTo("x");
        assertThat(store.find(ALICE, "a")).contains("x");
        assertRepeated(1);
    }

    @Test
    void keepsClaimWhenEffectHandlesFailure() throws Exception {
        String outcome = cache.runOnce(sealed(1), UNTIL, () -> {
            try {
                store.put(ALICE, "a", "x".repeat(101), NOW);
                return "stored";
            } catch (NoteLimitException e) {
                return "too long";
            }
        });
        assertThat(outcome).isEqualTo("too long");
        assertRepeated(1);
    }

    @Test
    void sizeStaysBoundedAsClaimsExpire() throws Exception {
        for (int i = 0; i < 3000; i++) {
            clock.advance(Duration.ofSeconds(1));
            cache.claim(sealed(i), clock.instant().plusSeconds(60));
        }
        // A minute of validity, a minute of grace, and the claims between two sweeps.
        assertThat(rows()).isLessThan(60 + 60 + 2 * 64);
        assertThat(store.replays(ACCEPTOR, clock).size()).isEqualTo(rows());
    }

    @Test
    void deletesExpiredClaimsInSmallBatches() throws Exception {
        for (int i = 0; i < 1000; i++) {
            cache.claim(sealed(i), UNTIL);
        }
        clock.advance(Duration.ofHours(1));
        for (int i = 1000; i < 1000 + 64; i++) {
            cache.claim(sealed(i), clock.instant().plusSeconds(60));
        }
        assertThat(rows()).isBetween(1000L + 64 - 2 * 256, 1000L + 64 - 256);
    }

    @Test
    void keepsClaimsUnexpiredByDatabaseClock() throws Exception {
        Instant real = Instant.now().plusSeconds(600);
        ManualClock wrong = new ManualClock(Instant.now().plus(Duration.ofHours(2)));
        store.replays(ACCEPTOR, new ManualClock(Instant.now())).claim(sealed(1), real);
        ReplayCache ahead = store.replays(ACCEPTOR, wrong);
        for (int i = 2; i < 200; i++) {
            ahead.claim(sealed(i), wrong.instant().plusSeconds(60));
        }
        RefusalAssertions.assertRefused(
                ErrorCode.KRB_AP_ERR_REPEAT,
                () -> store.replays(ACCEPTOR, new ManualClock(Instant.now())).claim(sealed(1), real));
    }

    @Test
    void refusesClaimsOlderThanRetention() {
        clock.advance(Duration.ofHours(1));
        RefusalAssertions.assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> cache.claim(sealed(1), UNTIL));
    }

    private void put(String name, String text) {
        try {
            store.put(ALICE, name, text, NOW);
        } catch (NoteLimitException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean accepted(ReplayCache cache, Bytes sealed) {
        try {
            return StoreTestSupport.<Boolean, Refusal>retryWhileBusy(() -> {
                cache.claim(sealed, UNTIL);
                return true;
            });
        } catch (Refusal e) {
            assertThat(e.code()).isEqualTo(ErrorCode.KRB_AP_ERR_REPEAT);
            return false;
        }
    }

    private void assertRepeated(int number) {
        RefusalAssertions.assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> cache.claim(sealed(number), UNTIL));
    }

    private long rows() throws Exception {
        try (Database database = location.open(DatabaseSchema.NOTES, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            Optional<Long> rows = database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM replays")
                    .mapTo(Long.class)
                    .findOne());
            return rows.orElseThrow();
        }
    }

    private static Bytes sealed(int number) {
        return Bytes.of(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }
}
