package hallpass.adversary.console;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.adversary.rule.RuleSet;
import hallpass.config.RealmConfig;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ClosedPort;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.message.StatusReq;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.net.Addresses;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleCommandsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");
    private static final PrincipalName SERVICE = new PrincipalName("desk/localhost");
    private static final String K_C = "000102030405060708090a0b0c0d0e0f";
    private static final String K_C_TGS = "101112131415161718191a1b1c1d1e1f";
    private static final String K_C_S = "202122232425262728292a2b2c2d2e2f";

    @TempDir
    private Path folder;

    private final Recording recording = new Recording(() -> NOON, 1000);
    private final List<String> output = new ArrayList<>();
    private final RuleSet rules = new RuleSet(recording, new RuleSet.Listener() {
        @Override
        public void frameRecorded(RecordedFrame recorded) {}

        @Override
        public void ruleApplied(int rule, RecordedFrame recorded, String what) {}
    });
    private final ConsoleCommands commands = new ConsoleCommands(recording, rules, RealmConfig.defaults(), output::add);

    private List<String> enter(String line) {
        output.clear();
        assertThat(commands.execute(line)).isTrue();
        return List.copyOf(output);
    }

    @Test
    void listsLastFrames() {
        assertThat(enter("list")).containsExactly("No frames recorded yet.");
        for (int i = 0; i < 21; i++) {
            recording.add(Party.AS, 1, Direction.TO_SERVER, MessageType.encode(new StatusReq()));
        }
        assertThat(enter("list")).hasSize(21).startsWith("The last 20 of 21; list all shows all.");
        assertThat(enter("list all")).hasSize(21).endsWith("  21  to as        S1  STATUS-REQ, 5 bytes");
        assertThat(enter("list 1")).hasSize(2);
    }

    @Test
    void addsShowsAndRemovesRules() {
        assertThat(enter("rules")).containsExactly("No rules: all frames pass and are recorded.");
        assertThat(enter("drop K4 from tgs once")).containsExactly("Rule 1.");
        assertThat(enter("rules")).containsExactly("   1  drop K4 from tgs once  (0 frames)");
        assertThat(enter("forget 2")).containsExactly("There is no rule 2.");
        assertThat(enter("forget 1")).containsExactly("Forgotten.");
        assertThat(rules.entries()).isEmpty();
    }

    @Test
    void opensSealedPartsAndCollectsKeys() {
        recordTwoReplies();
        assertThat(enter("show 2")).contains("The client's part: encrypted, no known key");

        assertThat(enter("key K_c " + K_C))
                .containsExactly(
                        "2 of 4 encrypted parts can be decrypted.", "Found: K_c,tgs of 1.", "Found: K_c,s of 2.");
        assertThat(enter("show last K4"))
                .contains(
                        "The client's part, decrypted with K_c,tgs of 1:",
                        "0010                              K_c,s: 16 bytes",
                        K_C_S,
                        "The token: encrypted, no known key");
        assertThat(enter("keys")).hasSize(3).last().asString().endsWith(K_C_S);
    }

    @Test
    void opensPartsBoundToOneMessage() throws Exception {
        RealmConfig guarded = RealmConfig.parse("guards = [\"aead\"]", "the test");
        Sealer sealer = guarded.sealer();
        SymmetricKey key = key(K_C + K_C);
        ServiceReq draft = new ServiceReq(Sealed.empty());
        ServiceReq request = new ServiceReq(sealer.seal(
                ServiceReqPart.FOR_SERVICE,
                new ServiceReqPart("memo", NOON),
                key,
                AssociatedData.ofRequest(draft),
                Trace.NONE));
        ServiceRepPart data = new ServiceRepPart("the data", NOON);
        recording.add(Party.SERVICE, 1, Direction.TO_SERVER, MessageType.encode(request));
        recording.add(Party.SERVICE, 2, Direction.TO_SERVER, MessageType.encode(draft));
        recording.add(
                Party.SERVICE,
                1,
                Direction.TO_CLIENT,
                MessageType.encode(new ServiceRep(sealer.seal(
                        ServiceRepPart.FOR_SERVICE, data, key, AssociatedData.ofReplyTo(request), Trace.NONE))));
        ConsoleCommands guardedCommands = new ConsoleCommands(recording, rules, guarded, output::add);

        assertThat(guardedCommands.execute("key K_c,s " + K_C + K_C)).isTrue();

        assertThat(output).containsExactly("2 of 3 encrypted parts can be decrypted.");
    }

    @Test
    void collectsKeysFromLaterFrames() {
        enter("key K_c " + K_C);
        recordTwoReplies();
        assertThat(enter("keys")).hasSize(3);
    }

    private void recordTwoReplies() {
        Sealer sealer = RealmConfig.defaults().sealer();
        SymmetricKey first = key(K_C_TGS);
        AsRepPart asPart = new AsRepPart(first, SERVICE, NOON, Duration.ofHours(1), new Nonce(1));
        record(new AsRep(sealer.seal(AsRepPart.PART, asPart, key(K_C), Trace.NONE), unopenable()));
        TgsRepPart tgsPart = new TgsRepPart(key(K_C_S), SERVICE, NOON, Duration.ofHours(1), new Nonce(2));
        record(new TgsRep(sealer.seal(TgsRepPart.PART, tgsPart, first, Trace.NONE), unopenable()));
    }

    private static <T> Sealed<T> unopenable() {
        return new Sealed<>(Bytes.of(new byte[48]));
    }

    private static SymmetricKey key(String hex) {
        return SymmetricKey.of("key", Bytes.ofHex(hex).toArray());
    }

    private void record(Message message) {
        recording.add(Party.AS, 1, Direction.TO_CLIENT, MessageType.encode(message));
    }

    @Test
    void doesNotPrintInvalidKey() {
        assertThat(enter("key K_c 00112233445566778899"))
                .singleElement()
                .asString()
                .startsWith("A key is one word and 32 or 64 hexadecimal digits")
                .doesNotContain("445566778899");
    }

    @Test
    void showsUndecodableFramesAndEscapesControlCharacters() {
        recording.add(Party.AS, 1, Direction.TO_SERVER, new Frame(0x77, Bytes.of(new byte[2])));
        recording.add(
                Party.APP,
                1,
                Direction.TO_SERVER,
                MessageType.encode(new ServerCertificateReq(new PrincipalName("\u001b[31m"), NOON)));
        assertThat(enter("show 1")).contains("0000                              frame has the unknown type 0x77");
        assertThat(enter("list") + "" + enter("show 2")).contains("\\u{1b}[31m").doesNotContain("\u001b");
    }

    @Test
    void savesAndLoadsFrames() throws Exception {
        recordTwoReplies();
        Path file = folder.resolve("frames.rec");
        assertThat(enter("save " + file)).containsExactly("Saved 2 frames.");
        assertThat(Files.readAllLines(file)).hasSize(3).element(1).asString().startsWith(NOON + " from as 1 000000");
        assertThat(enter("load " + file)).containsExactly("Loaded 2 frames: 3 to 4.");
        assertThat(recording.find(3).orElseThrow().frame())
                .isEqualTo(recording.find(1).orElseThrow().frame());
        assertThat(enter("load " + folder.resolve("none")))
                .singleElement()
                .asString()
                .contains("none");
        Files.writeString(file, "dear\n");
        assertThat(enter("load " + file))
                .containsExactly(file + " is not a recording: its first line is not hallpass recording 1.");
    }

    @Test
    void reportsUnreachableServer() throws Exception {
        try (ClosedPort closedPort = ClosedPort.onAnyPort()) {
            String address = Addresses.text(closedPort.address());
            RealmConfig config = RealmConfig.parse("[addresses]\nas = '" + address + "'", "realm.toml");
            recording.add(Party.AS, 1, Direction.TO_SERVER, MessageType.encode(new StatusReq()));
            new ConsoleCommands(recording, rules, config, output::add).execute("send 1 to as");
            assertThat(output)
                    .singleElement()
                    .asString()
                    .startsWith("As at " + address + " does not accept connections");
        }
    }

    @Test
    void helpsAndQuits() {
        assertThat(enter("help")).anyMatch(line -> line.contains("send 12 to service"));
        assertThat(enter("")).isEmpty();
        assertThat(enter("# a remark")).isEmpty();
        assertThat(commands.execute("quit")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate | \"frobnicate\" is neither a rule nor a command; type help.",
                "show       | A recorded frame is a whole number, such as 12, or last K2.",
                "show 9     | There is no frame 9.",
                "show last K9 | There is no frame last K9.",
                "list some  | Give a number: list 50.",
                "forget     | Give a number: forget 1, or forget all.",
                "release 3  | Frame 3 is not held.",
                "send 3     | Name the frames and the server: send 12 to service, or send last K5 to service.",
                "save       | Give a file: save frames.rec, load frames.rec.",
                "drop K4    | Name the message and its direction: K3 to tgs, K4 from tgs, any to as.",
            })
    void reportsInvalidCommand(String line, String sentence) {
        assertThat(enter(line)).containsExactly(sentence);
    }
}
