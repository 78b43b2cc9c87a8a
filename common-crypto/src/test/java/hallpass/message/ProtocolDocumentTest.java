package hallpass.message;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.AesEcb;
import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.KeyUsage;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ProtocolDocumentReader.HexBlock;
import hallpass.message.ProtocolDocumentReader.MessageSection;
import hallpass.message.WorkedExamples.OpenedPart;
import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks {@code docs/protocol.md} against the code: every hexadecimal example and every table that
 * repeats a definition of the code.
 *
 * <p>After a change to a message, update the examples with {@code mvn -pl common-crypto test
 * -Dtest=ProtocolDocumentTest -Dhallpass.docs.refresh=true}. Tables and text are edited by hand.
 */
class ProtocolDocumentTest {
    private static final String REFRESH = "hallpass.docs.refresh";
    private static final List<Party> PARTY_ORDER =
            List.of(Party.CLIENT, Party.AS, Party.TGS, Party.SERVICE, Party.CA, Party.APP);
    private static final Map<Party, String> PARTY_NAMES = Map.of(
            Party.CLIENT, "client",
            Party.AS, "AS",
            Party.TGS, "TGS",
            Party.SERVICE, "service",
            Party.CA, "CA",
            Party.APP, "application server");
    private static final int RSA_2048_CAPACITY = 190;

    private static final Map<Type, String> KINDS = Map.ofEntries(
            Map.entry(PrincipalName.class, "name"),
            Map.entry(String.class, "text"),
            Map.entry(Instant.class, "time"),
            Map.entry(Duration.class, "lifetime"),
            Map.entry(Integer.class, "count"),
            Map.entry(Long.class, "long count"),
            Map.entry(Nonce.class, "nonce"),
            Map.entry(ErrorCode.class, "code"),
            Map.entry(SymmetricKey.class, "key"),
            Map.entry(Bytes.class, "bytes"),
            Map.entry(SecretBytes.class, "bytes"));

    private final ProtocolDocumentReader document;

    ProtocolDocumentTest() throws IOException {
        document = ProtocolDocumentReader.read();
    }

    @BeforeAll
    static void refreshExamplesIfRequested() throws IOException {
        if (Boolean.getBoolean(REFRESH)) {
            ProtocolDocumentReader.read().withExamples(WorkedExamples.all()).write();
        }
    }

    static List<WorkedExample> examples() {
        return WorkedExamples.all();
    }

    @Test
    void describesEveryMessageInNumberOrder() {
        assertThat(document.sections().stream().map(MessageSection::heading))
                .containsExactlyElementsOf(Arrays.stream(MessageType.values())
                        .map(type -> type.label() + " " + type.title())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesMatchTheCode(WorkedExample example) {
        assertThat(section(example).example())
                .as("refresh with -D%s=true", REFRESH)
                .isEqualTo(ExampleFormatter.of(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleFramesReencodeIdentically(WorkedExample example) throws DecodeException {
        Bytes frame = section(example).frame().bytes();

        Message message = MessageType.decode(Frame.decode(frame.toArray()));

        assertThat(message.type()).isEqualTo(example.message().type());
        assertThat(Bytes.of(MessageType.encode(message).encode())).isEqualTo(frame);
    }

    /** Uses only frames, keys and plaintexts from the document. */
    @ParameterizedTest
    @MethodSource("examples")
    void sealedPartsOpenWithTheDocumentedKeys(WorkedExample example) throws DecodeException {
        Map<String, SymmetricKey> keys = document.keys();
        List<Bytes> ciphertexts = sealedFields(example);
        List<Bytes> opened = new ArrayList<>();
        for (HexBlock inside : section(example).openedParts()) {
            inside.key()
                    .map(keys::get)
                    .ifPresent(key -> ciphertexts.stream()
                            .filter(ciphertext -> opensTo(inside.bytes(), ciphertext, key))
                            .forEach(opened::add));
        }

        List<Bytes> sealedHere = example.openedParts().stream()
                .filter(inside -> inside.key().isPresent())
                .map(OpenedPart::ciphertext)
                .toList();
        assertThat(opened).containsExactlyElementsOf(sealedHere);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void plaintextsReencodeIdentically(WorkedExample example) throws DecodeException {
        List<HexBlock> blocks = section(example).openedParts();

        assertThat(blocks).hasSameSizeAs(example.openedParts());
        for (int i = 0; i < blocks.size(); i++) {
            OpenedPart inside = example.openedParts().get(i);
            Bytes plaintext = blocks.get(i).bytes();
            assertThat(reencoded(inside.type().layout(), plaintext)).isEqualTo(plaintext);
            assertThat(inside.key().isPresent() || plaintext.size() <= RSA_2048_CAPACITY)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void fieldTablesMatchTheCode(WorkedExample example) {
        Map<String, List<List<String>>> tables = section(example).fieldTables();
        Map<String, List<List<String>>> expected = Stream.concat(
                        Stream.of(example.message().type().layout()),
                        example.openedParts().stream()
                                .map(inside -> inside.type().layout()))
                .collect(toMap(Layout::name, ProtocolDocumentTest::rows, (same, again) -> same));

        assertThat(tables).containsKey(example.message().type().title());
        tables.forEach((name, rows) -> assertThat(rows).as(name).isEqualTo(expected.get(name)));
    }

    @Test
    void describesEverySealedPart() {
        Set<String> described = document.sections().stream()
                .flatMap(section -> section.fieldTables().keySet().stream())
                .collect(Collectors.toSet());

        assertThat(described).containsAll(partNames());
    }

    @Test
    void listsEveryKeyUsage() {
        Set<List<String>> expected = examples().stream()
                .flatMap(example -> example.openedParts().stream())
                .map(inside -> List.of(
                        inside.type().name(),
                        String.valueOf(inside.type().keyUsage().number())))
                .collect(Collectors.toSet());

        assertThat(document.table("| part |").stream()
                        .map(row -> List.of(row.get(0), row.get(row.size() - 1)))
                        .collect(Collectors.toSet()))
                .isEqualTo(expected);
    }

    @Test
    void listsEveryMessageWithItsDirection() {
        assertThat(document.table("| type |"))
                .containsExactlyElementsOf(Arrays.stream(MessageType.values())
                        .map(type -> List.of(
                                "0x%02x".formatted(type.number()),
                                type.label(),
                                type.title(),
                                describe(type.senders()),
                                describe(type.receivers())))
                        .toList());
    }

    @Test
    void listsEveryErrorCode() {
        assertThat(document.table("| code | name |"))
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> List.of(String.valueOf(code.number()), code.name(), code.description()))
                        .toList());
    }

    @Test
    void listsEveryGuard() {
        assertThat(document.table("| guard |"))
                .containsExactlyElementsOf(Arrays.stream(Guard.values())
                        .map(guard ->
                                List.of(guard.id(), describe(guard.servers()), guard.source(), guard.description()))
                        .toList());
    }

    @Test
    void mentionsOnlyExistingErrorCodes() {
        Set<String> known =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::name).collect(Collectors.toSet());
        Set<String> numbers = Arrays.stream(ErrorCode.values())
                .map(code -> String.valueOf(code.number()))
                .collect(Collectors.toSet());

        assertThat(Pattern.compile("\\b(KDC_ERR|KRB_ERR|KRB_AP_ERR|HP_ERR)_[A-Z_]+\\b")
                        .matcher(document.text())
                        .results()
                        .map(MatchResult::group))
                .isSubsetOf(known);
        // The last column of the tables of checks holds error codes.
        assertThat(document.tables("| # |").stream()
                        .flatMap(row -> Arrays.stream(row.get(row.size() - 1).split(", ")))
                        .filter(code -> !code.equals("-")))
                .isSubsetOf(numbers)
                .isNotEmpty();
    }

    @Test
    void coversAllTwentySteps() {
        Set<Integer> steps = new TreeSet<>();
        for (List<String> row : document.table("| step |")) {
            Arrays.stream(row.get(0).split(", ")).map(Integer::valueOf).forEach(steps::add);
        }

        assertThat(steps)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void everyLinkLeadsToAHeading() {
        Set<String> anchors = document.lines().stream()
                .filter(line -> line.startsWith("#"))
                .map(ProtocolDocumentTest::anchor)
                .collect(Collectors.toSet());

        assertThat(Pattern.compile("\\]\\(#([^)]+)\\)")
                        .matcher(document.text())
                        .results()
                        .map(link -> link.group(1)))
                .isNotEmpty()
                .isSubsetOf(anchors);
    }

    @Test
    void contentsListEverySection() {
        assertThat(document.lines().stream()
                        .filter(line -> line.startsWith("## "))
                        .map(ProtocolDocumentTest::anchor))
                .allSatisfy(anchor -> assertThat(document.text()).contains("](#" + anchor + ")"));
    }

    @Test
    void hasNoLineOverHundredColumnsExceptTableRows() {
        assertThat(document.lines().stream().filter(line -> line.length() > 100))
                .allSatisfy(line -> assertThat(line).startsWith("|"));
    }

    /** The anchor of a heading in rendered Markdown. */
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }

    @Test
    void listsTheExampleKeys() {
        assertThat(document.keys()).isEqualTo(WorkedExamples.keys());
    }

    private MessageSection section(WorkedExample example) {
        MessageType type = example.message().type();
        return document.sections().stream()
                .filter(section -> section.heading().equals(type.label() + " " + type.title()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/protocol.md has no section for " + type));
    }

    private List<Bytes> sealedFields(WorkedExample example) throws DecodeException {
        Message message =
                MessageType.decode(Frame.decode(section(example).frame().bytes().toArray()));
        return MessageType.fieldsOf(message).values().stream()
                .filter(Sealed.class::isInstance)
                .map(value -> ((Sealed<?>) value).ciphertext())
                .toList();
    }

    private static boolean opensTo(Bytes plaintext, Bytes ciphertext, SymmetricKey key) {
        try {
            return Bytes.of(new AesEcb().open(key, KeyUsage.TICKET, () -> new byte[0], ciphertext.toArray()))
                    .equals(plaintext);
        } catch (BadIntegrityException e) {
            return false;
        }
    }

    private static String describe(Collection<Party> parties) {
        return parties.containsAll(Party.SERVERS)
                ? "any server"
                : parties.stream()
                        .sorted(Comparator.comparing(PARTY_ORDER::indexOf))
                        .map(PARTY_NAMES::get)
                        .collect(Collectors.joining(", "));
    }

    private static <T extends Record> Bytes reencoded(Layout<T> layout, Bytes plaintext) throws DecodeException {
        return Bytes.of(layout.encode(layout.decode(plaintext.toArray())));
    }

    private static List<List<String>> rows(Layout<?> layout) {
        return layout.fields().stream()
                .map(field -> List.of(field.name(), kind(field.type())))
                .toList();
    }

    /** The type name in the document; for an encrypted field with the name of the part inside. */
    private static String kind(Type type) {
        if (type instanceof ParameterizedType sealed) {
            String inside = partName(sealed.getActualTypeArguments()[0]);
            return (sealed.getRawType() == RsaSealed.class ? "RSA: " : "sealed: ") + inside;
        }
        return KINDS.getOrDefault(type, "unknown");
    }

    private static String partName(Type record) {
        return Arrays.stream(((Class<?>) record).getFields())
                .filter(field -> field.getType() == PartType.class)
                .map(ProtocolDocumentTest::partName)
                .findFirst()
                .orElseThrow();
    }

    private static String partName(java.lang.reflect.Field constant) {
        try {
            return ((PartType<?>) constant.get(null)).name();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> partNames() {
        return examples().stream()
                .flatMap(example -> example.openedParts().stream())
                .map(inside -> inside.type().name())
                .collect(Collectors.toSet());
    }
}
