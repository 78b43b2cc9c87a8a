package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.ApExchangeClient;
import hallpass.client.exchange.ServiceExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.KeyUpdateRequests;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.ApRep;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.protocol.ExchangeContext;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G8: a retransmitted request has no second effect. */
class RetransmissionTest {
    private static final int REPETITIONS = 100;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private static Path temporary;

    private static MultiProcessRealm realm;
    private static CachedToken token;

    @BeforeAll
    static void startRealm() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), Map.of("guards", "replay-cache"));
        realm = new MultiProcessRealm(
                        folder, JarProcess.JarLauncher.shortLived(MultiProcessRealm.environment(temporary)))
                .startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
        TestClient client = realm.client();
        token = client.token(client.login());
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @Test
    void repeatedKeyUpdateTakesEffectOnce() throws Exception {
        try (KeyUpdateRequests.PreparedKeyUpdate update =
                KeyUpdateRequests.of(realm.folder()).prepare(RealmFixture.ALICE, "another password")) {
            assertThat(update.send()).isEqualTo(2);
            for (int i = 1; i < REPETITIONS; i++) {
                assertRefusedAsRepeat(update::send);
            }
        }

        assertThat(realm.client().login(RealmFixture.ALICE, "another password").client())
                .isEqualTo(RealmFixture.ALICE);
        realm.stop(Party.AS);
        assertThat(countEvents(Party.AS, "key-updated")).isEqualTo(1);
    }

    @Test
    void repeatedNoteTakesEffectOnce() throws Exception {
        RealmConfig config = realm.folder().config();
        try (MessageConnection connection = MessageConnection.open(config.address(Party.SERVICE), TIMEOUT, TIMEOUT)) {
            ApExchangeClient authentication = new ApExchangeClient(config.sealer());
            connection.call(authentication.createRequest(token, now()).request(), ApRep.class, Trace.NONE);
            ServiceReq put = new ServiceExchangeClient(config.sealer(), config.clockSkew())
                    .createRequest(token, "notes put shopping milk", now());
            connection.call(put, ServiceRep.class, Trace.NONE);
            for (int i = 1; i < REPETITIONS; i++) {
                assertRefusedAsRepeat(() -> connection.call(put, ServiceRep.class, Trace.NONE));
            }
        }

        assertThat(realm.client().kerberos().request(token, "notes list")).isEqualTo("shopping");
        realm.stop(Party.SERVICE);
        // The second event is that of the list request.
        assertThat(countEvents(Party.SERVICE, "served")).isEqualTo(2);
    }

    private static void assertRefusedAsRepeat(ThrowingCallable again) {
        assertThat(catchThrowable(again))
                .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReplyException.class))
                .extracting(reply -> reply.error().code())
                .isEqualTo(ErrorCode.KRB_AP_ERR_REPEAT);
    }

    private long countEvents(Party server, String event) throws IOException {
        Path log = realm.folder().path().resolve(server.id()).resolve("audit.jsonl");
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("\"" + event + "\"")).count();
        }
    }

    private static ExchangeContext now() {
        return new ExchangeContext(InstantSource.system().instant(), "127.0.0.1", Trace.NONE);
    }
}
