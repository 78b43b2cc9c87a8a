package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.CipherSuite;
import hallpass.crypto.RsaEncryption;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.WorkedExamples.OpenedPart;
import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.Layout;
import hallpass.wire.Layout.FieldInfo;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A key that comes out of a message has the key size of the realm's cipher suite. Uses every
 * encrypted part of every message that contains a key, so that a new part is tested too.
 */
class SealedKeySizeTest {
    private static final Profile AEAD = Profile.CLASSIC.withGuards(Set.of(Guard.AEAD));
    private static final KeyPair RSA = rsaPair();

    static Stream<Arguments> partsWithKeys() {
        return WorkedExamples.all().stream()
                .map(WorkedExample::openedParts)
                .flatMap(List::stream)
                .filter(opened -> keyFields(opened.type()).findAny().isPresent())
                .flatMap(opened -> Stream.of(
                        Arguments.of(Profile.CLASSIC, opened, 32),
                        Arguments.of(AEAD, opened, 16),
                        Arguments.of(Profile.HARDENED, opened, 16)));
    }

    @Test
    void coversEveryKindOfPart() {
        assertThat(partsWithKeys()
                        .<Object>map(arguments -> ((OpenedPart) arguments.get()[1]).type()))
                .contains(
                        AsRepPart.PART,
                        Ticket.PART,
                        TgsRepPart.PART,
                        Token.PART,
                        KeyUpdateReqPart.PART,
                        ServerRegistrationReqPart.PART,
                        ClientRegistrationReqPart.PART,
                        ClientRegistrationRepPart.PART);
    }

    @ParameterizedTest
    @MethodSource("partsWithKeys")
    void refusesKeyOfAnotherSuite(Profile profile, OpenedPart opened, int wrongSize) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> open(opened, withKeysOf(wrongSize, opened), profile.cipherSuite()));

        assertThat(refusal.code()).isEqualTo(ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(refusal.reason()).contains("has " + wrongSize + " bytes");
    }

    @ParameterizedTest
    @MethodSource("partsWithKeys")
    void opensKeyOfTheSuite(Profile profile, OpenedPart opened, int wrongSize) throws Refusal {
        CipherSuite suite = profile.cipherSuite();

        Record value = open(opened, withKeysOf(suite.keySize(), opened), suite);

        assertThat(value.toString()).contains(8 * suite.keySize() + "-bit key");
    }

    private static Record open(OpenedPart opened, byte[] plaintext, CipherSuite suite) throws Refusal {
        return open(opened.type(), opened.key().isEmpty(), plaintext, suite);
    }

    private static <T extends Record> T open(PartType<T> part, boolean rsa, byte[] plaintext, CipherSuite suite)
            throws Refusal {
        Sealer sealer = new Sealer(suite);
        if (rsa) {
            byte[] block = RsaEncryption.OAEP.seal((RSAPublicKey) RSA.getPublic(), plaintext);
            return sealer.open(part, new RsaSealed<>(Bytes.of(block)), RSA.getPrivate(), "SK", Trace.NONE);
        }
        SymmetricKey key = SymmetricKey.of("K", new byte[suite.keySize()]);
        byte[] ciphertext = suite.seal(key, part.keyUsage(), () -> new byte[0], plaintext);
        return sealer.open(part, new Sealed<>(Bytes.of(ciphertext)), key, AssociatedData.NONE, Trace.NONE);
    }

    /** The plaintext with keys of another size, which the layout itself permits. */
    private static byte[] withKeysOf(int size, OpenedPart opened) {
        ByteBuffer in = ByteBuffer.wrap(opened.plaintext().toArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (FieldInfo field : opened.type().layout().fields()) {
            byte[] content = new byte[in.hasRemaining() ? in.getShort() : 0];
            in.get(content);
            byte[] written = field.type() == SymmetricKey.class ? new byte[size] : content;
            if (written.length > 0 || !field.trailing()) {
                out.writeBytes(
                        ByteBuffer.allocate(2).putShort((short) written.length).array());
                out.writeBytes(written);
            }
        }
        return out.toByteArray();
    }

    private static Stream<FieldInfo> keyFields(PartType<?> part) {
        Layout<?> layout = part.layout();
        return layout.fields().stream().filter(field -> field.type() == SymmetricKey.class);
    }

    private static KeyPair rsaPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
