package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.pki.Crl;
import hallpass.protocol.UnavailableException;
import hallpass.store.CrlPublisher.Publication;
import hallpass.trace.TraceSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentCrlTest {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private long changes;
    private int number;
    private boolean diskFull;
    private Optional<Crl> publishedElsewhere = Optional.empty();

    private final CurrentCrl current = new CurrentCrl(() -> changes, new FakePublisher(), TraceSink.NONE);

    @Test
    void publishesAtStartAndAfterEachChange() {
        assertThat(current.newest(NOW).number()).isEqualTo(1);
        assertThat(current.newest(NOW.plusSeconds(60)).number()).isEqualTo(1);

        changes++;
        assertThat(current.newest(NOW.plusSeconds(61)).number()).isEqualTo(2);
        assertThat(current.newest(NOW.plusSeconds(62)).number()).isEqualTo(2);
    }

    @Test
    void publishesAtHalfTheLifetime() {
        current.newest(NOW);

        assertThat(current.newest(NOW.plus(LIFETIME.dividedBy(2)).minusMillis(1))
                        .number())
                .isEqualTo(1);
        assertThat(current.newest(NOW.plus(LIFETIME.dividedBy(2))).number()).isEqualTo(2);
    }

    @Test
    void publishesWhenTheClockWasSetBack() {
        current.newest(NOW);

        assertThat(current.newest(NOW.minus(Duration.ofDays(2))).number()).isEqualTo(2);
    }

    @Test
    void withholdsOutdatedListWhenPublishingFails() {
        current.newest(NOW);
        diskFull = true;
        changes++;

        assertThatThrownBy(() -> current.newest(NOW))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("The disk is full.");
        diskFull = false;
        assertThat(current.newest(NOW).number()).isEqualTo(2);
    }

    @Test
    void usesListPublishedByAnotherProcess() {
        current.newest(NOW);
        Instant later = NOW.plusSeconds(1);
        changes++;
        publishedElsewhere = Optional.of(AUTHORITY.signCrl(7, later, later.plus(LIFETIME), List.of()));

        assertThat(current.newest(later).number()).isEqualTo(7);
        assertThat(number).isEqualTo(1);
    }

    private final class FakePublisher implements CurrentCrl.Publisher {
        @Override
        public Publication publish(Instant now) throws RealmException {
            if (diskFull) {
                throw new RealmException(RealmError.DISK_FULL, "", "The disk is full.");
            }
            return new Publication(AUTHORITY.signCrl(++number, now, now.plus(LIFETIME), List.of()), changes);
        }

        @Override
        public Publication newest(Instant now) throws RealmException {
            return publishedElsewhere.isPresent() ? new Publication(publishedElsewhere.get(), changes) : publish(now);
        }
    }
}
