package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.Sealed;
import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import hallpass.wire.Layout.FieldInfo;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTypeTest {
    private static final int MUTATION_COUNT = 2_000;

    @ParameterizedTest
    @EnumSource
    void findsTypeByNumber(MessageType type) throws DecodeException {
        assertThat(MessageType.of(type.number())).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestHasAReplyThatReturnsToItsSender(MessageType type) {
        assertThat(type.reply().isPresent()).isEqualTo(type.isRequest());
        type.reply().ifPresent(reply -> {
            assertThat(reply.isRequest()).isFalse();
            assertThat(reply.senders()).isEqualTo(type.receivers());
            assertThat(reply.receivers()).isEqualTo(type.senders());
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestButStatusIsAudited(MessageType type) {
        assertThat(type.auditEvent().isPresent()).isEqualTo(type.isRequest() && type != MessageType.STATUS_REQ);
    }

    @ParameterizedTest
    @EnumSource
    void declaresOnePartPerSealedField(MessageType type) {
        List<Class<?>> sealed = type.layout().fields().stream()
                .map(FieldInfo::type)
                .filter(ParameterizedType.class::isInstance)
                .map(ParameterizedType.class::cast)
                .filter(field -> field.getRawType() == Sealed.class)
                .<Class<?>>map(field -> (Class<?>) field.getActualTypeArguments()[0])
                .toList();

        assertThat(type.parts()).hasSameSizeAs(sealed);
        for (int i = 0; i < sealed.size(); i++) {
            assertThat(partTypesOf(sealed.get(i))).contains(type.parts().get(i));
        }
    }

    /** RFC 4120 messages begin with 0x60 or above. */
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

    static IntStream unknownTypeNumbers() {
        Set<Integer> known =
                Arrays.stream(MessageType.values()).map(MessageType::number).collect(Collectors.toSet());
        return IntStream.rangeClosed(0, 0xff).filter(number -> !known.contains(number));
    }

    @ParameterizedTest
    @MethodSource("unknownTypeNumbers")
    void refusesUnknownTypeNumbers(int number) {
        DecodeException refused =
                catchThrowableOfType(DecodeException.class, () -> MessageType.decode(new Frame(number, Bytes.EMPTY)));

        assertThat(refused).hasMessage("frame has the unknown type 0x%02x", number);
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
                .hasMessage(message.type().title() + " has 1 trailing bytes after the last field");
    }

    /** Encodings are canonical: every modified byte changes the decoded value or is refused. */
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
        // Both outcomes occur: some mutations change only a value.
        assertThat(accepted).isGreaterThan(sample.bytes.isEmpty() ? -1 : 0).isLessThan(MUTATION_COUNT);
    }

    private static List<PartType<?>> partTypesOf(Class<?> partClass) {
        return Arrays.stream(partClass.getFields())
                .filter(constant -> constant.getType() == PartType.class)
                .<PartType<?>>map(constant -> {
                    try {
                        return (PartType<?>) constant.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
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

    /** Every message and every decrypted part. */
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
