package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.AuthenticationExchange;
import hallpass.client.exchange.ServiceExchange;
import hallpass.message.ApRep;
import hallpass.message.ErrorCode;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.protocol.Occasion;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G8: a request that comes again changes nothing again. */
class RetransmissionTest {
    private static final int TIMES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private RealmOfJars realm;

    @BeforeEach
    void startRealm() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of("guards", "replay-cache"));
        realm = new RealmOfJars(folder, LaunchedJar.Launcher.here(RealmOfJars.environment(temporary)))
                .startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
    }

    @AfterEach
    void end() {
        realm.close();
    }

    @Test
    void keyUpdateThatComesHundredTimesIsOneChangeAndOneEvent() throws Exception {
        try (KeyUpdates.Update update = KeyUpdates.of(realm.folder()).prepare(LabFolder.ALICE, "another password")) {
            assertThat(update.send()).isEqualTo(2);
            for (int i = 1; i < TIMES; i++) {
                assertRepetition(update::send);
            }
        }

        assertThat(realm.client().login(LabFolder.ALICE, "another password").client())
                .isEqualTo(LabFolder.ALICE);
        realm.stop(Party.AS);
        assertThat(events(Party.AS, "key-updated")).isEqualTo(1);
    }

    @Test
    void noteThatComesHundredTimesIsOneChangeAndOneEvent() throws Exception {
        RealmConfig config = realm.folder().config();
        LabClient client = realm.client();
        HeldToken token = client.token(client.login());
        try (MessageConnection connection = MessageConnection.open(config.address(Party.SERVICE), PATIENCE, PATIENCE)) {
            AuthenticationExchange authentication = new AuthenticationExchange(config.seals());
            connection.ask(authentication.ask(token, now()).request(), ApRep.class, Trace.NONE);
            ServiceReq put = new ServiceExchange(config.seals(), config.clockSkew())
                    .ask(token, "notes put shopping milk", now());
            connection.ask(put, ServiceRep.class, Trace.NONE);
            for (int i = 1; i < TIMES; i++) {
                assertRepetition(() -> connection.ask(put, ServiceRep.class, Trace.NONE));
            }
        }

        assertThat(client.kerberos().request(token, "notes list")).isEqualTo("shopping");
        realm.stop(Party.SERVICE);
        // That of the list is the other one.
        assertThat(events(Party.SERVICE, "served")).isEqualTo(2);
    }

    private static void assertRepetition(ThrowingCallable again) {
        assertThat(catchThrowable(again))
                .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReply.class))
                .extracting(reply -> reply.error().code())
                .isEqualTo(ErrorCode.KRB_AP_ERR_REPEAT);
    }

    private long events(Party server, String event) throws IOException {
        Path log = realm.folder().path().resolve(server.id()).resolve("audit.jsonl");
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("\"" + event + "\"")).count();
        }
    }

    private static Occasion now() {
        return new Occasion(InstantSource.system().instant(), "127.0.0.1", Trace.NONE);
    }
}
