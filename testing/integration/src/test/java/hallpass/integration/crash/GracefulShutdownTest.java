package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmConfig;
import hallpass.crypto.Randomness;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.Timeouts;
import hallpass.message.AsReq;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.StatusReq;
import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G14: a server answers all requests in flight and exits within five seconds of SIGTERM. */
class GracefulShutdownTest {
    private static final int REQUESTS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int TIMEOUT_MILLIS = 120_000;

    @TempDir
    private Path temporary;

    @Test
    void answersRequestsInFlightBeforeExit() throws Exception {
        try (MultiProcessRealm realm = MultiProcessRealm.create(temporary)) {
            realm.start(Party.AS).awaitReady();
            List<AsConnection> askers = connections(realm.folder().config());
            for (AsConnection asker : askers) {
                asker.sendAsReq();
            }
            // The first reply shows that the server has begun to read the requests.
            MessageType first = askers.get(0).readReplyType();

            long told = System.nanoTime();
            ProcessResult ended = realm.stop(Party.AS);
            Duration took = Duration.ofNanos(System.nanoTime() - told);

            Map<MessageType, Integer> answers = new EnumMap<>(MessageType.class);
            answers.merge(first, 1, Integer::sum);
            for (AsConnection asker : askers.subList(1, askers.size())) {
                answers.merge(asker.readReplyType(), 1, Integer::sum);
                asker.close();
            }
            System.out.printf("g14: %d requests in flight, %s, exit after %d ms%n", REQUESTS, answers, took.toMillis());
            assertThat(answers.keySet()).isSubsetOf(MessageType.AS_REP, MessageType.ERROR);
            assertThat(answers.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(REQUESTS);
            assertThat(took).isLessThan(Timeouts.deadline(LIMIT));
            assertThat(ended.err()).isEmpty();
            // After the limit the process ends without further output.
            if (took.compareTo(LIMIT) < 0) {
                assertThat(ended.out()).contains("as stopped");
                // 128 + SIGTERM, the usual exit code of a process ended by a signal.
                assertThat(ended.exitCode()).isIn(0, 143);
            }
        }
    }

    private static List<AsConnection> connections(RealmConfig config) throws IOException {
        List<AsConnection> askers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            askers.add(new AsConnection(config));
        }
        return askers;
    }

    /** A connection that sends one AS-REQ. */
    private static final class AsConnection implements AutoCloseable {
        private final RealmConfig config;
        private final Socket socket;
        private final DataInputStream in;

        AsConnection(RealmConfig config) throws IOException {
            this.config = config;
            InetSocketAddress as = config.address(Party.AS);
            socket = new Socket(as.getAddress(), as.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new DataInputStream(socket.getInputStream());
            // After the first reply the server has accepted the connection.
            send(MessageType.encode(new StatusReq()));
            receive();
        }

        void sendAsReq() throws IOException {
            send(MessageType.encode(new AsReq(
                    RealmFixture.ALICE,
                    config.tgsName(),
                    Nonce.random(Randomness.secure()),
                    InstantSource.system().instant(),
                    Bytes.EMPTY)));
        }

        MessageType readReplyType() throws IOException {
            int number = receive().type();
            for (MessageType type : MessageType.values()) {
                if (type.number() == number) {
                    return type;
                }
            }
            throw new AssertionError("no message type has number " + number);
        }

        private void send(Frame frame) throws IOException {
            socket.getOutputStream().write(frame.encode());
        }

        private Frame receive() throws IOException {
            return Frame.decodeContent(ByteBuffer.wrap(in.readNBytes(in.readInt())));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void reportsPortInUse() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        JarLauncher launcher = JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());
            List<JarProcess> started = new ArrayList<>();
            // ServerJarsTest covers the AS.
            for (Party party : ReliabilityRun.isLong() ? Party.SERVERS : List.of(Party.APP)) {
                started.add(launcher.startServer(
                        MultiProcessRealm.JARS.get(party),
                        "--realm",
                        folder.path().toString(),
                        "--port",
                        port));
            }
            for (JarProcess server : started) {
                ProcessResult ended = server.awaitExit();
                assertThat(ended.exitCode()).isNotZero();
                assertThat(ended.err()).singleElement().asString().contains("port " + port, "--port");
            }
        }
    }
}
