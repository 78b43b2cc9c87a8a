package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTypeTest {
    private static final int MUTATION_COUNT = 2_000;

    @ParameterizedTest
    @CsvSource({
        "AS_REQ, 0x01, K1",
        "AS_REP, 0x02, K2",
        "TGS_REQ, 0x03, K3",
        "TGS_REP, 0x04, K4",
        "AP_REQ, 0x05, K5",
        "AP_REP, 0x06, K6",
        "SERVICE_REQ, 0x07, K7",
        "SERVICE_REP, 0x08, K8",
        "KEY_UPDATE_REQ, 0x09, K9",
        "KEY_UPDATE_REP, 0x0a, K10",
        "PRE_AUTHENTICATION_REQ, 0x0b, K11",
        "PRE_AUTHENTICATION_REP, 0x0c, K12",
        "SERVER_REGISTRATION_REQ, 0x11, P1",
        "SERVER_REGISTRATION_REP, 0x12, P2",
        "CERTIFICATE_REQ, 0x13, P3",
        "CERTIFICATE_REP, 0x14, P4",
        "CLIENT_REGISTRATION_REQ, 0x15, P5",
        "CLIENT_REGISTRATION_REP, 0x16, P6",
        "PKI_SERVICE_REQ, 0x17, P7",
        "PKI_SERVICE_REP, 0x18, P8",
        "REVOCATION_LIST_REQ, 0x19, P9",
        "REVOCATION_LIST_REP, 0x1a, P10",
        "REVOCATION_REQ, 0x1b, P11",
        "REVOCATION_REP, 0x1c, P12",
        "STATUS_REQ, 0x20, S1",
        "STATUS_REP, 0x21, S2",
        "ERROR, 0x3f, E",
    })
    void hasStableNumberAndLabel(MessageType type, int number, String label) throws DecodeException {
        assertThat(type.number()).isEqualTo(number);
        assertThat(type.label()).isEqualTo(label);
        assertThat(MessageType.of(number)).isEqualTo(type);
    }

    /** A new type is a new row in the table above. */
    @Test
    void hasTwentySevenTypes() {
        assertThat(MessageType.values()).hasSize(27);
    }

    /** RFC 4120's messages begin with 0x60 and up, and shall be told apart by their first bytes. */
    @ParameterizedTest
    @EnumSource
    void staysBelow0x40(MessageType type) {
        assertThat(type.number()).isBetween(1, 0x3f);
    }

    @Test
    void hasOneTypePerMessageClass() {
        List<Message> examples = messages().toList();

        assertThat(examples.stream().<Class<?>>map(Message::getClass).toList())
                .isEqualTo(List.of(Message.class.getPermittedSubclasses()));
        assertThat(examples.stream().map(Message::type)).containsExactly(MessageType.values());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x0d, 0x10, 0x1d, 0x22, 0x3e, 0x40, 0x60, 0x6a, 0xff})
    void refusesUnknownTypeNumbers(int number) {
        DecodeException refused =
                catchThrowableOfType(DecodeException.class, () -> MessageType.decode(new Frame(number, Bytes.EMPTY)));

        assertThat(refused).hasMessage("frame has type 0x%02x, which no message has", number);
        assertThat(refused.fault()).isEqualTo(DecodeFault.UNKNOWN_TYPE);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void decodesWhatItEncodes(Message message) throws DecodeException {
        assertThat(MessageType.decode(Frame.decode(MessageType.encode(message).encode())))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesTruncatedOrOverlongMessages(Message message) {
        byte[] body = MessageType.encode(message).body().toArray();
        int number = message.type().number();
        for (int size = 0; size < body.length; size++) {
            Frame cut = new Frame(number, Bytes.of(Arrays.copyOf(body, size)));
            assertThatThrownBy(() -> MessageType.decode(cut))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith(message.type().title() + ".");
        }
        Frame longer = new Frame(number, Bytes.of(Arrays.copyOf(body, body.length + 1)));
        assertThatThrownBy(() -> MessageType.decode(longer))
                .hasMessage(message.type().title() + " has 1 bytes left over after its last field");
    }

    /** One encoding for each message: nothing can be changed on the wire that a decoder does not see. */
    @ParameterizedTest
    @MethodSource("layouts")
    <T extends Record> void acceptedBytesReencodeIdentically(EncodedSample<T> sample) {
        Random random = new Random(sample.layout.name().hashCode());
        int accepted = 0;
        for (int i = 0; i < MUTATION_COUNT; i++) {
            byte[] mutated = mutate(sample.bytes.toArray(), random);
            try {
                T value = sample.layout.decode(mutated);
                assertThat(Arrays.equals(sample.layout.encode(value), mutated)).isTrue();
                accepted++;
            } catch (DecodeException e) {
                assertThat(e.problem()).startsWith(sample.layout.name());
            }
        }
        // Some mutations change a value only, so both outcomes are seen.
        assertThat(accepted).isGreaterThan(sample.bytes.isEmpty() ? -1 : 0).isLessThan(MUTATION_COUNT);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutated = bytes;
        for (int n = random.nextInt(3); n >= 0; n--) {
            mutated = mutateOnce(mutated, random);
        }
        return mutated;
    }

    private static byte[] mutateOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int size = Math.min(random.nextInt(4), bytes.length - at);
        byte[] head = Arrays.copyOf(bytes, at);
        byte[] tail = Arrays.copyOfRange(bytes, at + size, bytes.length);
        byte[] middle = new byte[random.nextBoolean() ? size : random.nextInt(4)];
        random.nextBytes(middle);
        return join(head, middle, tail);
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private record EncodedSample<T extends Record>(Layout<T> layout, Bytes bytes) {
        @Override
        public String toString() {
            return layout.name();
        }
    }

    static Stream<Message> messages() {
        return WorkedExamples.all().stream().map(WorkedExample::message);
    }

    /** Every message, and every sealed part opened. */
    static List<EncodedSample<?>> layouts() {
        return Stream.concat(
                        WorkedExamples.all().stream()
                                .map(example -> new EncodedSample<>(
                                        example.message().type().layout(),
                                        MessageType.encode(example.message()).body())),
                        WorkedExamples.all().stream()
                                .flatMap(example -> example.openedParts().stream())
                                .map(inside -> new EncodedSample<>(inside.type().layout(), inside.plaintext())))
                .<EncodedSample<?>>map(sample -> sample)
                .toList();
    }
}
