package hallpass.adversary.console;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.adversary.rule.RuleBook;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.CertificateReq;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.message.StatusReq;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.net.Addresses;
import hallpass.protocol.Binding;
import hallpass.protocol.Seals;
import hallpass.realm.RealmConfig;
import hallpass.testkit.ClosedPort;
import hallpass.trace.Party;
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

class CommandsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");
    private static final PrincipalName DESK = new PrincipalName("desk/localhost");
    private static final String K_C = "000102030405060708090a0b0c0d0e0f";
    private static final String K_C_TGS = "101112131415161718191a1b1c1d1e1f";
    private static final String K_C_S = "202122232425262728292a2b2c2d2e2f";

    @TempDir
    private Path folder;

    private final Recording recording = new Recording(() -> NOON, 1000);
    private final List<String> said = new ArrayList<>();
    private final RuleBook rules = new RuleBook(recording, new RuleBook.Listener() {
        @Override
        public void comes(Passing passing) {}

        @Override
        public void acts(int rule, Passing passing, String what) {}
    });
    private final Commands commands = new Commands(recording, rules, RealmConfig.defaults(), said::add);

    private List<String> type(String line) {
        said.clear();
        assertThat(commands.run(line)).isTrue();
        return List.copyOf(said);
    }

    @Test
    void listsTheLastThatCameBy() {
        assertThat(type("list")).containsExactly("Nothing came by yet.");
        for (int i = 0; i < 21; i++) {
            recording.add(Party.AS, 1, Direction.TO_SERVER, MessageType.encode(new StatusReq()));
        }
        assertThat(type("list")).hasSize(21).startsWith("The last 20 of 21; list all shows all.");
        assertThat(type("list all")).hasSize(21).endsWith("  21  to as        S1  STATUS-REQ, 5 bytes");
        assertThat(type("list 1")).hasSize(2);
    }

    @Test
    void takesUpShowsAndForgetsRules() {
        assertThat(type("rules")).containsExactly("There is no rule: everything passes, and is recorded.");
        assertThat(type("drop K4 from tgs once")).containsExactly("Rule 1.");
        assertThat(type("rules")).containsExactly("   1  drop K4 from tgs once  (0 frames)");
        assertThat(type("forget 2")).containsExactly("There is no rule 2.");
        assertThat(type("forget 1")).containsExactly("Forgotten.");
        assertThat(rules.all()).isEmpty();
    }

    @Test
    void opensWhatItCanAndWinsTheKeysInIt() {
        sayTwoReplies();
        assertThat(type("show 2")).contains("The client's part: sealed, and no known key opens it");

        assertThat(type("key K_c " + K_C))
                .containsExactly(
                        "Of 4 sealed parts that came by, 2 are open now.", "Won: K_c,tgs of 1.", "Won: K_c,s of 2.");
        assertThat(type("show last K4"))
                .contains(
                        "The client's part, opened with K_c,tgs of 1:",
                        "0010                              K_c,s: 16 bytes",
                        K_C_S,
                        "The token: sealed, and no known key opens it");
        assertThat(type("keys")).hasSize(3).last().asString().endsWith(K_C_S);
    }

    @Test
    void opensWithItsKeyWhatBelongsToOneMessageAlone() throws Exception {
        RealmConfig guarded = RealmConfig.parse("guards = [\"aead\"]", "the test");
        Seals seals = guarded.seals();
        SymmetricKey key = key(K_C + K_C);
        ServiceReq draft = new ServiceReq(Sealed.none());
        ServiceReq request = new ServiceReq(
                seals.seal(RequestPart.FOR_SERVICE, new RequestPart("memo", NOON), key, Binding.in(draft), Trace.NONE));
        ReplyDataPart data = new ReplyDataPart("the data", NOON);
        recording.add(Party.SERVICE, 1, Direction.TO_SERVER, MessageType.encode(request));
        recording.add(Party.SERVICE, 2, Direction.TO_SERVER, MessageType.encode(draft));
        recording.add(
                Party.SERVICE,
                1,
                Direction.TO_CLIENT,
                MessageType.encode(new ServiceRep(
                        seals.seal(ReplyDataPart.FOR_SERVICE, data, key, Binding.replyTo(request), Trace.NONE))));
        Commands there = new Commands(recording, rules, guarded, said::add);

        assertThat(there.run("key K_c,s " + K_C + K_C)).isTrue();

        assertThat(said).containsExactly("Of 3 sealed parts that came by, 2 are open now.");
    }

    @Test
    void winsKeysInWhatComesLater() {
        type("key K_c " + K_C);
        sayTwoReplies();
        assertThat(type("keys")).hasSize(3);
    }

    private void sayTwoReplies() {
        Seals seals = RealmConfig.defaults().seals();
        SymmetricKey first = key(K_C_TGS);
        AsRepPart asPart = new AsRepPart(first, DESK, NOON, Duration.ofHours(1), new Nonce(1));
        say(new AsRep(seals.seal(AsRepPart.PART, asPart, key(K_C), Trace.NONE), sealedByOthers()));
        TgsRepPart tgsPart = new TgsRepPart(key(K_C_S), DESK, NOON, Duration.ofHours(1), new Nonce(2));
        say(new TgsRep(seals.seal(TgsRepPart.PART, tgsPart, first, Trace.NONE), sealedByOthers()));
    }

    private static <T> Sealed<T> sealedByOthers() {
        return new Sealed<>(Bytes.of(new byte[48]));
    }

    private static SymmetricKey key(String hex) {
        return SymmetricKey.of("key", Bytes.ofHex(hex).toArray());
    }

    private void say(Message message) {
        recording.add(Party.AS, 1, Direction.TO_CLIENT, MessageType.encode(message));
    }

    @Test
    void doesNotRepeatAKeyThatIsNone() {
        assertThat(type("key K_c 00112233445566778899"))
                .singleElement()
                .asString()
                .startsWith("A key has a name of one word and 32 or 64 hexadecimal digits")
                .doesNotContain("445566778899");
    }

    @Test
    void showsWhatIsNoMessageAndNamesThatWouldColourTheTerminal() {
        recording.add(Party.AS, 1, Direction.TO_SERVER, new Frame(0x77, Bytes.of(new byte[2])));
        recording.add(
                Party.APP,
                1,
                Direction.TO_SERVER,
                MessageType.encode(new CertificateReq(new PrincipalName("\u001b[31m"), NOON)));
        assertThat(type("show 1"))
                .contains("0000                              frame has type 0x77, which no message has");
        assertThat(type("list") + "" + type("show 2")).contains("\\u{1b}[31m").doesNotContain("\u001b");
    }

    @Test
    void savesAndLoadsTheSameFrames() throws Exception {
        sayTwoReplies();
        Path file = folder.resolve("frames.rec");
        assertThat(type("save " + file)).containsExactly("Saved 2 frames.");
        assertThat(Files.readAllLines(file)).hasSize(3).element(1).asString().startsWith(NOON + " from as 1 000000");
        assertThat(type("load " + file)).containsExactly("Loaded 2 frames: 3 to 4.");
        assertThat(recording.number(3).orElseThrow().frame())
                .isEqualTo(recording.number(1).orElseThrow().frame());
        assertThat(type("load " + folder.resolve("none")))
                .singleElement()
                .asString()
                .contains("none");
        Files.writeString(file, "dear\n");
        assertThat(type("load " + file))
                .containsExactly(file + " is no recording: its first line is not hallpass recording 1.");
    }

    @Test
    void saysThatAServerIsNotThere() throws Exception {
        try (ClosedPort nobody = ClosedPort.any()) {
            String address = Addresses.text(nobody.address());
            RealmConfig config = RealmConfig.parse("[addresses]\nas = '" + address + "'", "realm.toml");
            recording.add(Party.AS, 1, Direction.TO_SERVER, MessageType.encode(new StatusReq()));
            new Commands(recording, rules, config, said::add).run("send 1 to as");
            assertThat(said).singleElement().asString().startsWith("As at " + address + " takes no connection");
        }
    }

    @Test
    void helpsAndQuits() {
        assertThat(type("help")).anyMatch(line -> line.contains("send 12 to service"));
        assertThat(type("")).isEmpty();
        assertThat(type("# a remark")).isEmpty();
        assertThat(commands.run("quit")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate | \"frobnicate\" is neither a rule nor a command; help shows them.",
                "show       | A recorded frame is a whole number, such as 12, or last K2.",
                "show 9     | There is no frame 9.",
                "show last K9 | There is no frame last K9.",
                "list some  | Say which one by its number: list 50.",
                "forget     | Say which one by its number: forget 1, or forget all.",
                "release 3  | Frame 3 is not held.",
                "send 3     | Say what, and to whom: send 12 to service, or send last K5 to service.",
                "save       | Say which file: save frames.rec, load frames.rec.",
                "drop K4    | Say of which message, and on which way: K3 to tgs, K4 from tgs, any to as.",
            })
    void saysWhatIsWrong(String line, String sentence) {
        assertThat(type(line)).containsExactly(sentence);
    }
}
