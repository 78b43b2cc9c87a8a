package hallpass.ca;

import static hallpass.ca.TestAuthority.AUTHORITY;
import static hallpass.ca.TestAuthority.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.pki.RevocationList;
import hallpass.protocol.UnavailableException;
import hallpass.realm.RealmProblem;
import hallpass.store.RevocationListPublisher.Publication;
import hallpass.trace.Narrator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentRevocationListTest {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private long changes;
    private int number;
    private boolean diskFull;
    private Optional<RevocationList> byAnother = Optional.empty();

    private final CurrentRevocationList current =
            new CurrentRevocationList(() -> changes, new Publishing(), Narrator.SILENT);

    @Test
    void publishesTheFirstTimeAndThenOnlyWhenSomethingChanges() {
        assertThat(current.newest(NOW).number()).isEqualTo(1);
        assertThat(current.newest(NOW.plusSeconds(60)).number()).isEqualTo(1);

        changes++;
        assertThat(current.newest(NOW.plusSeconds(61)).number()).isEqualTo(2);
        assertThat(current.newest(NOW.plusSeconds(62)).number()).isEqualTo(2);
    }

    @Test
    void publishesWellBeforeTheNextOneIsDue() {
        current.newest(NOW);

        assertThat(current.newest(NOW.plus(LIFETIME.dividedBy(2)).minusMillis(1))
                        .number())
                .isEqualTo(1);
        assertThat(current.newest(NOW.plus(LIFETIME.dividedBy(2))).number()).isEqualTo(2);
    }

    @Test
    void publishesAnewWhenTheClockWasPutBack() {
        current.newest(NOW);

        assertThat(current.newest(NOW.minus(Duration.ofDays(2))).number()).isEqualTo(2);
    }

    @Test
    void givesOutNoOldListWhereTheNewOneCannotBePublished() {
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
    void takesUpWhatAnotherProcessPublished() {
        current.newest(NOW);
        Instant later = NOW.plusSeconds(1);
        changes++;
        byAnother = Optional.of(AUTHORITY.revocationList(7, later, later.plus(LIFETIME), List.of()));

        assertThat(current.newest(later).number()).isEqualTo(7);
        assertThat(number).isEqualTo(1);
    }

    private final class Publishing implements CurrentRevocationList.Publisher {
        @Override
        public Publication publish(Instant now) throws RealmProblem {
            if (diskFull) {
                throw new RealmProblem("The disk is full.");
            }
            return new Publication(AUTHORITY.revocationList(++number, now, now.plus(LIFETIME), List.of()), changes);
        }

        @Override
        public Publication newest(Instant now) throws RealmProblem {
            return byAnother.isPresent() ? new Publication(byAnother.get(), changes) : publish(now);
        }
    }
}
