package hallpass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.audit.AdminAuditLog;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.fixtures.JvmFootprint;
import hallpass.fixtures.ManualClock;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.MessageConnection;
import hallpass.protocol.Refusal;
import hallpass.protocol.StatusReporter;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private RealmFolder realm;

    @BeforeEach
    void createRealm() throws RealmException {
        realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        AdminAuditLog.createKeys(realm);
    }

    @Test
    void reportsThePortThatTheSystemChose() throws Exception {
        try (RunningServer server = start()) {
            assertThat(server.address().getPort()).isPositive();
            assertThat(status(server).state()).isEqualTo(StatusReporter.READY);
        }
    }

    @Test
    void usesTheInjectedClock() throws Exception {
        try (RunningServer server = start()) {
            assertThat(status(server).time()).isEqualTo(NOON);
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        RunningServer server = start();
        server.close();
        server.close();
        assertThat(server.warning()).isEmpty();
    }

    @Test
    void leavesNoThreadPortOrSystemPropertyBehind() throws Exception {
        start().close();
        JvmFootprint before = JvmFootprint.capture();
        for (int i = 0; i < 20; i++) {
            InetSocketAddress address;
            try (RunningServer server = start()) {
                address = server.address();
                status(server);
            }
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address);
            }
        }
        before.assertUnchanged();
    }

    private RunningServer start() throws Exception {
        ServerContext context = ServerContext.of(realm).withClock(new ManualClock(NOON));
        PeriodicTask task = new PeriodicTask("test-task");
        task.start(() -> Duration.ofHours(1));
        ServerAssembly assembly = new ServerAssembly(
                new PrincipalName("test"),
                () -> (request, exchange) -> {
                    throw new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "no exchanges here");
                },
                Readiness.none(),
                () -> 0,
                List.of(task));
        RunningServer server = RunningServer.start(Party.AS, ANY_PORT, assembly, context);
        server.awaitReady(reason -> {});
        return server;
    }

    private static StatusRep status(RunningServer server) throws Exception {
        try (MessageConnection connection = MessageConnection.open(server.address(), TIMEOUT, TIMEOUT)) {
            return connection.call(new StatusReq(), StatusRep.class, Trace.NONE);
        }
    }
}
