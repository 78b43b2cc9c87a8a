package hallpass.client.exchange;

import static hallpass.client.exchange.SampleCredentials.CLIENT;
import static hallpass.client.exchange.SampleCredentials.SERVER;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedSession;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.ClientProof;
import hallpass.pki.RsaKeys;
import hallpass.pki.ServerProof;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationExchangeClientTest {
    private static final KeyPair SERVER_PAIR = RsaKeys.generateKeyPair();
    private static final ServerKey SERVER_KEY = SampleCredentials.serverKey(SERVER_PAIR, BigInteger.ONE);
    private static final InetSocketAddress LOCAL_ADDRESS =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private static final Duration DAY = Duration.ofDays(1);

    private final ExchangeFixture lab = new ExchangeFixture();
    private final RegistrationExchangeClient exchange = new RegistrationExchangeClient(lab.sealer(), CLOCK_SKEW);
    private RegistrationExchangeClient.PendingRegistration pending;

    @BeforeEach
    void createRequest() throws Exception {
        pending = exchange.createRequest(
                CLIENT, SERVER_KEY, LOCAL_ADDRESS, InsecureDeterministicRandomness.counting(), lab.context());
    }

    @Test
    void sealsTemporaryKeyNameAddressAndTimestampToTheServer() throws Exception {
        assertThat(lab.sealer()
                        .open(
                                ClientRegistrationReqPart.PART,
                                pending.request().registration(),
                                SERVER_PAIR.getPrivate(),
                                "SK_s",
                                Trace.NONE))
                .isEqualTo(new ClientRegistrationReqPart(pending.temporaryKey(), CLIENT, "127.0.0.1", 40_000, NOON));
    }

    @Test
    void returnsSessionWithKey() throws Exception {
        CachedSession held = exchange.acceptReply(pending, reply(CLIENT, NOON, pending.temporaryKey()), lab.context());

        assertThat(held).isEqualTo(new CachedSession(CLIENT, SERVER, SESSION_KEY, NOON, DAY));
        assertThat(held.sessionKey().label()).isEqualTo("K_sess");
    }

    @Test
    void refusesSessionUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.acceptReply(pending, reply(CLIENT, NOON, BOB_KEY), lab.context()));
    }

    @Test
    void refusesSessionForAnotherClient() {
        PrincipalName other = new PrincipalName("ID-Client2");

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.acceptReply(pending, reply(other, NOON, pending.temporaryKey()), lab.context()));
    }

    @Test
    void refusesStaleReply() {
        Instant late = NOON.minus(CLOCK_SKEW.allowed()).minusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.acceptReply(pending, reply(CLIENT, late, pending.temporaryKey()), lab.context()));
    }

    @Test
    void refusesNameTooLongForOneRsaBlock() {
        PrincipalName longest = new PrincipalName("n".repeat(PrincipalName.MAX_BYTES));
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8:1111:2222:3333:4444:5555:6666", 40_000);

        assertRefused(
                ErrorCode.KRB_ERR_FIELD_TOOLONG,
                () -> exchange.createRequest(
                        longest, SERVER_KEY, ipv6, InsecureDeterministicRandomness.counting(), lab.context()));
    }

    @Test
    void sendsLongestNameWithLongestAddress() throws Exception {
        PrincipalName longest = new PrincipalName("n".repeat(64));
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8:1111:2222:3333:4444:5555:6666", 40_000);

        assertThat(exchange.createRequest(
                        longest, SERVER_KEY, ipv6, InsecureDeterministicRandomness.counting(), lab.context()))
                .isNotNull();
    }

    @Test
    void transcriptGuardAcceptsServerSignature() throws Exception {
        RegistrationExchangeClient checking =
                new RegistrationExchangeClient(lab.sealer(), CLOCK_SKEW, ClientProof.NONE, ServerProof.SIGNED);
        Bytes signature = ServerProof.SIGNED.create(SERVER_PAIR.getPrivate(), pending.statement());

        assertThat(checking.acceptReply(pending, signed(signature), lab.context())
                        .server())
                .isEqualTo(SERVER);
    }

    /**
     * C7: an attacker decrypted the registration and sealed it again, so the server signed another
     * one.
     */
    @Test
    void transcriptGuardRefusesSignatureOverAnotherExchange() throws Exception {
        RegistrationExchangeClient checking =
                new RegistrationExchangeClient(lab.sealer(), CLOCK_SKEW, ClientProof.NONE, ServerProof.SIGNED);
        RegistrationExchangeClient.PendingRegistration sealedAgain = exchange.createRequest(
                CLIENT, SERVER_KEY, LOCAL_ADDRESS, InsecureDeterministicRandomness.countingFrom(7), lab.context());
        Bytes signature = ServerProof.SIGNED.create(SERVER_PAIR.getPrivate(), sealedAgain.statement());

        for (Bytes other : List.of(signature, Bytes.EMPTY)) {
            assertRefused(
                    ErrorCode.HP_ERR_TRANSCRIPT, () -> checking.acceptReply(pending, signed(other), lab.context()));
        }
        assertThat(exchange.acceptReply(pending, signed(signature), lab.context()))
                .isNotNull();
    }

    private ClientRegistrationRep signed(Bytes signature) {
        ClientRegistrationRepPart part = new ClientRegistrationRepPart(SESSION_KEY, DAY, CLIENT, NOON, signature);
        return new ClientRegistrationRep(
                lab.sealer().seal(ClientRegistrationRepPart.PART, part, pending.temporaryKey(), Trace.NONE));
    }

    private ClientRegistrationRep reply(PrincipalName client, Instant sentAt, SymmetricKey key) {
        ClientRegistrationRepPart part = new ClientRegistrationRepPart(SESSION_KEY, DAY, client, sentAt);
        return new ClientRegistrationRep(lab.sealer().seal(ClientRegistrationRepPart.PART, part, key, Trace.NONE));
    }
}
