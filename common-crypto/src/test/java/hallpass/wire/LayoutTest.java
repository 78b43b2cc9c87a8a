package hallpass.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import hallpass.wire.DecodeException.DecodeFault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private record Parcel(
            @Field("ID_c") String sender,
            @Field("TS1") Instant sentAt,
            @Field("Life1") Duration lifetime,
            @Field("pieces") Integer pieces,
            @Field("content") Bytes content) {}

    private record EmptyRecord() {}

    private static final Map<Class<?>, FieldType<?>> TYPES = Map.of(
            String.class, FieldTypes.TEXT,
            Instant.class, FieldTypes.TIME,
            Duration.class, FieldTypes.LIFETIME,
            Integer.class, FieldTypes.COUNT,
            Bytes.class, FieldTypes.BYTES);

    private static final Layout<Parcel> LAYOUT = Layout.of(Parcel.class, "PARCEL", TYPES);

    private static final String SENDER = "0005" + "616c696365";
    private static final String SENT_AT = "0008" + "0000000000000001";
    private static final String LIFETIME = "0004" + "00000e10";
    private static final String PIECES = "0004" + "00000002";
    private static final String CONTENT = "0003" + "0a0b0c";

    @Test
    void encodesFieldsInRecordOrder() {
        Parcel parcel = new Parcel("alice", Instant.ofEpochMilli(1), Duration.ofHours(1), 2, Bytes.ofHex("0a0b0c"));

        assertThat(Bytes.of(LAYOUT.encode(parcel)))
                .isEqualTo(Bytes.ofHex(SENDER + SENT_AT + LIFETIME + PIECES + CONTENT));
    }

    @Test
    void roundTrips() throws DecodeException {
        Parcel parcel = new Parcel("älïçé", Instant.ofEpochMilli(1), Duration.ZERO, 0, Bytes.EMPTY);

        assertThat(LAYOUT.decode(LAYOUT.encode(parcel))).isEqualTo(parcel);
    }

    @ParameterizedTest
    @MethodSource
    void refusesMalformedInput(String hex, DecodeFault fault, String problem) {
        DecodeException refused = catchThrowableOfType(
                DecodeException.class, () -> LAYOUT.decode(Bytes.ofHex(hex).toArray()));

        assertThat(refused).hasMessage(problem);
        assertThat(refused.fault()).isEqualTo(fault);
    }

    static Stream<Arguments> refusesMalformedInput() {
        return Stream.of(
                malformed("", "PARCEL.ID_c is missing"),
                malformed("00", "PARCEL.ID_c is missing"),
                malformed("0005616c6963", "PARCEL.ID_c declares 5 bytes but only 4 remain"),
                malformed("ffff616c6963", "PARCEL.ID_c declares 65535 bytes but only 4 remain"),
                malformed(SENDER, "PARCEL.TS1 is missing"),
                malformed(SENDER + "00", "PARCEL.TS1 is missing"),
                malformed(SENDER + SENT_AT + LIFETIME + PIECES, "PARCEL.content is missing"),
                malformed(
                        SENDER + SENT_AT + LIFETIME + PIECES + "00030a0b",
                        "PARCEL.content declares 3 bytes but only 2 remain"),
                malformed(
                        SENDER + SENT_AT + LIFETIME + PIECES + CONTENT + "00",
                        "PARCEL has 1 trailing bytes after the last field"),
                malformed("0002c328" + SENT_AT + LIFETIME + PIECES + CONTENT, "PARCEL.ID_c is not valid UTF-8"),
                malformed(
                        SENDER + "000700000000000001" + LIFETIME + PIECES + CONTENT,
                        "PARCEL.TS1 has 7 bytes instead of 8"),
                malformed(SENDER + "0000" + LIFETIME + PIECES + CONTENT, "PARCEL.TS1 has 0 bytes instead of 8"),
                malformed(
                        SENDER + "00080000e677d21fdc00" + LIFETIME + PIECES + CONTENT,
                        "PARCEL.TS1 is a timestamp after the year 9999"),
                malformed(
                        SENDER + "0008ffffffffffffffff" + LIFETIME + PIECES + CONTENT,
                        "PARCEL.TS1 is a timestamp after the year 9999"),
                malformed(
                        SENDER + SENT_AT + "00050000000e10" + PIECES + CONTENT,
                        "PARCEL.Life1 has 5 bytes instead of 4"),
                malformed(
                        SENDER + SENT_AT + LIFETIME + "0004" + "80000000" + CONTENT,
                        "PARCEL.pieces is larger than 2147483647"));
    }

    private static Arguments malformed(String hex, String problem) {
        return arguments(hex, DecodeFault.MALFORMED, problem);
    }

    @Test
    void reportsFaultOfField() {
        Layout<Parcel> layout = Layout.of(Parcel.class, "PARCEL", withText(FieldTypes.of(String::getBytes, bytes -> {
            throw new FieldType.InvalidValueException(DecodeFault.TOO_LONG, "is too long");
        })));

        assertThatThrownBy(() -> layout.decode(Bytes.ofHex(SENDER).toArray()))
                .hasMessage("PARCEL.ID_c is too long")
                .asInstanceOf(InstanceOfAssertFactories.throwable(DecodeException.class))
                .extracting(DecodeException::fault)
                .isEqualTo(DecodeFault.TOO_LONG);
    }

    private static Map<Class<?>, FieldType<?>> withText(FieldType<String> text) {
        Map<Class<?>, FieldType<?>> types = new HashMap<>(TYPES);
        types.put(String.class, text);
        return types;
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "eda080", "f4908080", "80", "e282", "61ff"})
    void refusesInvalidUtf8(String hex) {
        String field = "%04x".formatted(hex.length() / 2) + hex;

        assertThatThrownBy(() -> LAYOUT.decode(Bytes.ofHex(field + SENT_AT + LIFETIME + PIECES + CONTENT)
                        .toArray()))
                .hasMessage("PARCEL.ID_c is not valid UTF-8");
    }

    @Test
    void roundTripsLargestValues() throws DecodeException {
        Parcel largest = new Parcel(
                "x".repeat(0xffff),
                Instant.parse("9999-12-31T23:59:59.999Z"),
                Duration.ofSeconds(0xffff_ffffL),
                Integer.MAX_VALUE,
                Bytes.of(new byte[0xffff]));

        assertThat(LAYOUT.decode(LAYOUT.encode(largest))).isEqualTo(largest);
    }

    @Test
    void refusesToEncodeOversizedField() {
        Parcel parcel = new Parcel("alice", Instant.EPOCH, Duration.ZERO, 0, Bytes.of(new byte[0x10000]));

        assertThatThrownBy(() -> LAYOUT.encode(parcel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PARCEL.content: 65536 bytes exceed the maximum");
    }

    @Test
    void refusesToEncodeOutOfRangeNumbers() {
        for (Parcel parcel : List.of(
                new Parcel("alice", Instant.EPOCH.minusMillis(1), Duration.ZERO, 0, Bytes.EMPTY),
                new Parcel("alice", Instant.EPOCH, Duration.ofSeconds(-1), 0, Bytes.EMPTY),
                new Parcel("alice", Instant.EPOCH, Duration.ofSeconds(0x1_0000_0000L), 0, Bytes.EMPTY),
                new Parcel("alice", Instant.EPOCH, Duration.ZERO, -1, Bytes.EMPTY))) {
            assertThatThrownBy(() -> LAYOUT.encode(parcel)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void encodesEmptyRecordAsNoBytes() throws DecodeException {
        Layout<EmptyRecord> layout = Layout.of(EmptyRecord.class, "NOTHING", TYPES);

        assertThat(layout.encode(new EmptyRecord())).isEmpty();
        assertThat(layout.decode(new byte[0])).isEqualTo(new EmptyRecord());
        assertThatThrownBy(() -> layout.decode(new byte[1]))
                .hasMessage("NOTHING has 1 trailing bytes after the last field");
    }

    private record TrailingRecord(
            @Field("text") String text,
            @Field(value = "seal", trailing = true) Bytes seal,
            @Field(value = "note", trailing = true) Bytes note) {}

    private static final Layout<TrailingRecord> TRAILING_LAYOUT = Layout.of(TrailingRecord.class, "SIGNED", TYPES);

    @ParameterizedTest
    @CsvSource({"'', '', 000161", "0a, '', 00016100010a", "'', 0b, 000161000000010b", "0a, 0b, 00016100010a00010b"})
    void omitsEmptyTrailingFields(String seal, String note, String hex) throws DecodeException {
        TrailingRecord trailing = new TrailingRecord("a", Bytes.ofHex(seal), Bytes.ofHex(note));
        Bytes bytes = Bytes.ofHex(hex);

        assertThat(Bytes.of(TRAILING_LAYOUT.encode(trailing))).isEqualTo(bytes);
        assertThat(TRAILING_LAYOUT.decode(bytes.toArray())).isEqualTo(trailing);
        assertThat(RawFields.join(TRAILING_LAYOUT, RawFields.split(TRAILING_LAYOUT, bytes)))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001610000", "00016100000000", "00016100010a0000"})
    void refusesEncodedEmptyTrailingField(String hex) {
        assertThatThrownBy(() -> TRAILING_LAYOUT.decode(Bytes.ofHex(hex).toArray()))
                .hasMessage("SIGNED encodes an empty trailing field, which must be omitted");
    }

    @Test
    void refusesTruncatedTrailingField() {
        assertThatThrownBy(() -> TRAILING_LAYOUT.decode(Bytes.ofHex("00016100").toArray()))
                .hasMessage("SIGNED has 1 trailing bytes after the last field");
    }

    @Test
    void refusesUnannotatedOrUnknownFields() {
        record Unnamed(String sender) {}
        record Unknown(@Field("n") Long number) {}

        assertThatThrownBy(() -> Layout.of(Unnamed.class, "UNNAMED", TYPES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Layout.of(Unknown.class, "UNKNOWN", TYPES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsValuesInWireOrder() {
        Parcel parcel = new Parcel("alice", Instant.EPOCH, Duration.ZERO, 3, Bytes.EMPTY);

        assertThat(LAYOUT.values(parcel).keySet()).containsExactly("ID_c", "TS1", "Life1", "pieces", "content");
        assertThat(LAYOUT.values(parcel)).containsEntry("pieces", 3);
        assertThat(LAYOUT.fields())
                .extracting(Layout.FieldInfo::name)
                .containsExactlyElementsOf(LAYOUT.values(parcel).keySet());
    }
}
