package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.AsReq;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.ProtocolDocumentReader;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Sealer;
import hallpass.protocol.SpakeAgreement;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Computes the values of a hardened realm in {@code docs/protocol.md} again. */
class HardenedExampleTest {
    private static final KeyUsage REQUEST = KeyUsage.SERVICE_REQUEST;

    private final Map<String, Bytes> values;

    HardenedExampleTest() throws IOException {
        values = ProtocolDocumentReader.read().hardenedValues();
    }

    @Test
    void derivesThePasswordKeyWithTheSaltOfK12() throws Exception {
        String salt = ((PreAuthenticationRep) message("frame K12")).salt();

        assertThat(Profile.HARDENED.stringToKey().toKey("K_c", "correct horse".toCharArray(), salt))
                .isEqualTo(key("key of the password \"correct horse\""));
    }

    @Test
    void computesShares() throws DecodeException {
        assertThat(Bytes.of(kdc().share())).isEqualTo(value("share of the AS"));
        assertThat(Bytes.of(client().share())).isEqualTo(value("share of the client"));
        assertThat(kdc().share())
                .isEqualTo(Spake2.forKdc(number("w"), number("x")).share());
        assertThat(((PreAuthenticationRep) message("frame K12")).share()).isEqualTo(value("share of the AS"));
    }

    @Test
    void computesThePoint() throws BadIntegrityException {
        assertThat(Bytes.of(client().sharedPoint(kdc().share()))).isEqualTo(value("point"));
        assertThat(Bytes.of(kdc().sharedPoint(client().share()))).isEqualTo(value("point"));
    }

    @Test
    void agreesOnConfirmationAndReplyKey() throws Exception {
        AsReq request = (AsReq) message("frame K1");
        SpakeAgreement agreement = new SpakeAgreement(
                (PreAuthenticationReq) message("frame K11"), (PreAuthenticationRep) message("frame K12"));
        AsReq withShare = SpakeAgreement.withShare(request, client().share());

        assertThat(encode(withShare)).isEqualTo(value("frame K1, confirmation empty"));
        Spake2.SharedSecret agreed = agreement.agreeAsKdc(kdc(), request);
        assertThat(Bytes.of(agreed.confirmation())).isEqualTo(value("confirmation"));
        assertThat(agreed.replyKey("K_reply", 32)).isEqualTo(key("K_reply"));
        assertThat(agreement.agreeAsClient(client(), withShare).replyKey("K_reply", 32))
                .isEqualTo(key("K_reply"));
        assertThat(Bytes.of(Sha256.digest(
                        value("frame K11").toArray(),
                        value("frame K12").toArray(),
                        value("frame K1, confirmation empty").toArray())))
                .isEqualTo(value("T"));
    }

    @Test
    void derivesFirstForTheUsageThenForTheGuards() throws BadIntegrityException {
        assertDerived("K_c,s", "usage 1025", REQUEST);
        assertDerived("K_reply", "usage 3", KeyUsage.AS_REP_PART);
    }

    private void assertDerived(String key, String usageLabel, KeyUsage usage) throws BadIntegrityException {
        String allGuards = Arrays.stream(Guard.values()).map(Guard::id).collect(Collectors.joining(","));
        CipherSuite aead = new Aes256Gcm(Randomness.secure());
        byte[] sealed = Profile.HARDENED.cipherSuite().seal(key(key), usage, () -> new byte[0], new byte[] {7});

        assertThat(KeyDerivingSuite.byProfile(aead, allGuards)
                        .open(key("L of " + key + ", " + usageLabel), usage, () -> new byte[0], sealed))
                .containsExactly(7);
        assertThat(aead.open(key("E of " + key + ", " + usageLabel), usage, () -> new byte[0], sealed))
                .containsExactly(7);
    }

    @Test
    void opensTheRequest() throws Exception {
        ServiceReq request = (ServiceReq) message("frame K7");

        ServiceReqPart opened = new Sealer(Profile.HARDENED.cipherSuite())
                .open(
                        ServiceReqPart.FOR_SERVICE,
                        request.request(),
                        key("K_c,s"),
                        AssociatedData.ofRequest(request),
                        Trace.NONE);

        assertThat(Bytes.of(ServiceReqPart.FOR_SERVICE.layout().encode(opened))).isEqualTo(value("plaintext of K7"));
        byte[] ciphertext = request.request().ciphertext().toArray();
        assertThat(Bytes.of(Arrays.copyOf(ciphertext, 12))).isEqualTo(value("nonce"));
        assertThat(associatedData("associated data of K7", REQUEST))
                .isEqualTo(Bytes.of(MessageType.encodeClearFields(request).encode()));
    }

    @Test
    void bindsRepliesToTheirRequests() {
        assertThat(associatedData("associated data of K2", KeyUsage.AS_REP_PART))
                .isEqualTo(Bytes.of(Sha256.digest(value("frame K1").toArray())));
        assertThat(associatedData("associated data of K8", KeyUsage.SERVICE_REPLY))
                .isEqualTo(Bytes.of(Sha256.digest(value("frame K7").toArray())));
    }

    /** The documented associated data without the usage number, which it must begin with. */
    private Bytes associatedData(String name, KeyUsage usage) {
        ByteBuffer documented = ByteBuffer.wrap(value(name).toArray());
        assertThat((int) documented.getShort()).isEqualTo(usage.number());
        byte[] rest = new byte[documented.remaining()];
        documented.get(rest);
        return Bytes.of(rest);
    }

    private Spake2 kdc() {
        return Spake2.forKdc(key("K_c"), scalar("x"));
    }

    private Spake2 client() {
        return Spake2.forClient(key("K_c"), scalar("y"));
    }

    /** Randomness that yields a scalar: Spake2 reduces it and adds 1. */
    private Randomness scalar(String name) {
        byte[] digits = number(name).subtract(BigInteger.ONE).toByteArray();
        return count -> ByteBuffer.allocate(count)
                .position(count - digits.length)
                .put(digits)
                .array();
    }

    private BigInteger number(String name) {
        return new BigInteger(1, value(name).toArray());
    }

    private SymmetricKey key(String name) {
        return SymmetricKey.of(name, value(name).toArray());
    }

    private Bytes value(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new AssertionError("docs/protocol.md has no value " + name));
    }

    private Message message(String name) throws DecodeException {
        return MessageType.decode(Frame.decode(value(name).toArray()));
    }

    private static Bytes encode(Message message) {
        return Bytes.of(MessageType.encode(message).encode());
    }
}
