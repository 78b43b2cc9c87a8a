package hallpass.integration.lab;

import static hallpass.integration.harness.FailureAssertions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedTicket;
import hallpass.config.AdversaryAddresses;
import hallpass.config.RealmConfig;
import hallpass.integration.harness.FreePorts;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.protocol.Guard;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adversary as a process between the clients and servers of a realm. */
class AdversaryProcessTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private static Path temporary;

    private static int basePort;
    private static InProcessRealm realm;
    private static JarProcess adversary;

    @BeforeAll
    static void startRealmAndAdversary() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        basePort = FreePorts.nextBase();
        folder.open().writeRoutes(AdversaryAddresses.from(basePort, folder.config()));
        adversary = launch("--quiet").awaitReady();
        realm = new InProcessRealm(folder).startAll();
    }

    @AfterAll
    static void stop() {
        adversary.close();
        realm.close();
    }

    @AfterEach
    void forgetAllRules() throws Exception {
        say("forget all", "Forgotten.");
        realm.client().assertBothFlowsWork();
    }

    private static JarProcess launch(String... more) throws Exception {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--realm";
        arguments[1] = temporary.resolve("realm").toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary)).startServer("adversary.jar", arguments);
    }

    /** Sends a line and waits for an answer that contains the given text. */
    private static void say(String line, String answer) throws Exception {
        int seen = adversary.outputLines().size();
        adversary.sendLine(line);
        adversary.awaitLine(seen, output -> output.contains(answer));
    }

    private static void addRule(String rule) throws Exception {
        say(rule, "Rule ");
    }

    private static ClientException refused(TestClient client, CachedTicket ticket) {
        return failureOf(() -> client.token(ticket));
    }

    @Test
    void recordsBothFlowsUnchanged() throws Exception {
        realm.client().assertBothFlowsWork();
        for (String label : List.of("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "P1", "P2", "P3", "P6", "P8")) {
            say("show last " + label, label);
        }
    }

    @Test
    void dropsCutsAndDelays() throws Exception {
        addRule("drop S1 to as once");
        addRule("cut S1 to as once");
        addRule("delay 300ms S1 to as once");
        int seen = adversary.outputLines().size();
        assertThatThrownBy(() -> status(Duration.ofMillis(300)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("did not answer within");
        // Wait until the first rule has taken effect, so that the second applies to the next frame.
        adversary.awaitLine(seen, line -> line.endsWith("S1 to as, dropped"));
        assertThatThrownBy(() -> status(TIMEOUT))
                .isInstanceOf(UnreachableException.class)
                .hasMessageNotContaining("did not answer within");
        long before = System.nanoTime();
        assertThat(status(TIMEOUT).role()).isEqualTo("as");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    private static StatusRep status(Duration patience) throws Exception {
        try (MessageConnection as = MessageConnection.open(realm.config().route(Party.AS), TIMEOUT, patience)) {
            return as.call(new StatusReq(), StatusRep.class, Trace.NONE);
        }
    }

    @Test
    void editsReplacesAndAnswers() throws Exception {
        TestClient client = realm.client(Guard.NONCE, Guard.NAME_BINDING);
        CachedTicket ticket = client.login();
        assertThat(failureAfter("edit K3 to tgs replace ID_s with \"kadmin/changepw\" once", client, ticket)
                        .error()
                        .description())
                .contains("requested desk/localhost, received kadmin/changepw");
        assertThat(failureAfter("edit K4 from tgs flip bit 0 of \"E(K_c,tgs)\" once", client, ticket)
                        .code()
                        .orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(failureAfter("replace K4 from tgs with last K4 once", client, ticket)
                        .error()
                        .description())
                .contains("nonce: sent ");
        assertThat(failureAfter("answer K3 to tgs with error 37 once", client, ticket)
                        .code())
                .contains(ErrorCode.KRB_AP_ERR_SKEW);
        client.token(ticket);
        assertThat(failureAfter("answer K3 to tgs with last K4 once", client, ticket)
                        .error()
                        .description())
                .contains("nonce: sent ");
    }

    private static ClientException failureAfter(String rule, TestClient client, CachedTicket ticket) throws Exception {
        addRule(rule);
        return refused(client, ticket);
    }

    @Test
    void repeatsFrames() throws Exception {
        addRule("repeat K7 to service once");
        assertThat(realm.client().memoByKerberos()).isEqualTo(RealmFixture.MEMO);
        say("send last K5 last K7 to service", "from service K8");
        say("send last K7 to service", "from service E");
    }

    @Test
    void holdsFrameUntilReleased() throws Exception {
        addRule("hold S1 to as once");
        int seen = adversary.outputLines().size();
        CompletableFuture<StatusRep> status = CompletableFuture.supplyAsync(() -> unchecked(() -> status(TIMEOUT)));
        adversary.awaitLine(seen, line -> line.contains("S1 to as, held until it is released"));
        say("release", "Released 1 frame.");
        assertThat(status.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).role()).isEqualTo("as");
    }

    @Test
    void swapsTwoReplies() throws Exception {
        addRule("swap any from as once");
        CompletableFuture<Optional<ErrorCode>> known = CompletableFuture.supplyAsync(() -> refusal(RealmFixture.ALICE));
        CompletableFuture<Optional<ErrorCode>> unknown =
                CompletableFuture.supplyAsync(() -> refusal(new PrincipalName("mallory")));
        assertThat(known.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).contains(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN);
        assertThat(unknown.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    /** Waits longer than a client does, because held frames take long on a busy machine. */
    private static Optional<ErrorCode> refusal(PrincipalName user) {
        return unchecked(() -> {
            RealmConfig config = realm.config();
            Instant now = InstantSource.system().instant();
            try (MessageConnection as = MessageConnection.open(config.route(Party.AS), TIMEOUT, TIMEOUT)) {
                as.call(new AsReq(user, config.tgsName(), new Nonce(1), now, Bytes.EMPTY), AsRep.class, Trace.NONE);
                return Optional.empty();
            } catch (ErrorReplyException e) {
                return Optional.of(e.error().code());
            }
        });
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void savesAndLoadsRecording() throws Exception {
        Path file = temporary.resolve("frames.rec");
        say("save " + file, "Saved ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        say("save " + file, "already exists");
        say("load " + file, "Loaded ");
        Files.writeString(file, "hallpass recording 1\nnonsense\n");
        say(
                "load " + file,
                file + ", line 2: expected a time, to or from, a server, a connection and a frame in hexadecimal");
    }

    @Test
    void runsDocumentedExamples() throws Exception {
        new AdversaryDocument(realm.folder(), basePort, temporary.resolve("cache of the page")).run(adversary);
    }

    @Test
    void reportsStartupErrors() throws Exception {
        Path script = Files.writeString(temporary.resolve("script"), "# first\n\ndrop K4 from as\n");
        try (JarProcess taken = launch();
                JarProcess wrong = launch("--base-port", String.valueOf(basePort + 8), "--script", script.toString())) {
            assertRefuses(
                    taken.awaitExit(),
                    "adversary: port " + (basePort + 1) + " of 127.0.0.1 is in use: stop the process that has it, "
                            + "or start this one with --base-port");
            assertRefuses(
                    wrong.awaitExit(), "adversary: " + script + ", line 3: there is no K4 from as; use K4 from tgs.");
        }
    }

    private static void assertRefuses(ProcessResult ended, String sentence) {
        assertThat(ended.err()).containsExactly(sentence);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void runsScriptUntilStopped() throws Exception {
        Path script =
                Files.writeString(temporary.resolve("good script"), "\n# all of them\nanswer S1 to as with error 60\n");
        try (JarProcess other = launch("--base-port", String.valueOf(basePort + 8), "--script", script.toString())) {
            // The end of standard input does not end the adversary.
            other.sendInput().awaitLine(line -> line.endsWith("with 1 rule; type help"));
            other.awaitLine(line -> line.contains("hallpass realm routes adversary"));
            ProcessResult ended = other.terminate().awaitExit();
            assertThat(ended.out()).last().isEqualTo("adversary stopped");
            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).isIn(0, 143);
        }
    }
}
