package hallpass.app;

import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final SessionTable sessions = new SessionTable(2);

    @Test
    void findsOpenedSession() throws Exception {
        ClientSession alice = open("alice", NOW);

        assertThat(sessions.find(new PrincipalName("alice"))).contains(alice);
        assertThat(sessions.find(new PrincipalName("bob"))).isEmpty();
    }

    @Test
    void keepsOneSessionPerClient() throws Exception {
        open("alice", NOW);
        ClientSession second = open("alice", NOW.plusSeconds(1));

        assertThat(sessions.find(new PrincipalName("alice"))).contains(second);
        assertThat(sessions.size()).isOne();
    }

    @Test
    void refusesSessionBeyondCapacity() throws Exception {
        open("alice", NOW);
        open("bob", NOW);

        assertRefused(
                ErrorCode.HP_ERR_BUSY, () -> open("carol", NOW.plus(LIFETIME).minusMillis(1)));
        assertThat(sessions.find(new PrincipalName("alice"))).isPresent();
    }

    @Test
    void replacesSessionWhenFull() throws Exception {
        open("alice", NOW);
        open("bob", NOW);

        assertThat(sessions.find(open("alice", NOW.plusSeconds(1)).client())).isPresent();
    }

    @Test
    void removesExpiredSessionsWhenFull() throws Exception {
        open("alice", NOW);
        open("bob", NOW.plusSeconds(1));

        open("carol", NOW.plus(LIFETIME));

        assertThat(sessions.find(new PrincipalName("alice"))).isEmpty();
        assertThat(sessions.find(new PrincipalName("bob"))).isPresent();
    }

    @Test
    void renewedSessionSurvivesExpiryOfItsPredecessor() throws Exception {
        open("alice", NOW);
        open("bob", NOW.plusSeconds(1));
        open("alice", NOW.plusSeconds(2));

        open("carol", NOW.plusSeconds(1).plus(LIFETIME));

        assertThat(sessions.find(new PrincipalName("alice"))).isPresent();
        assertThat(sessions.find(new PrincipalName("bob"))).isEmpty();
    }

    private ClientSession open(String client, Instant now) throws Exception {
        ClientSession session = new ClientSession(
                new PrincipalName(client), SymmetricKey.of("K_sess", new byte[16]), now.plus(LIFETIME));
        sessions.open(session, now);
        return session;
    }
}
