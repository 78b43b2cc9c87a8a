package hallpass.client.exchange;

import static hallpass.client.exchange.HeldInTests.CLIENT;
import static hallpass.client.exchange.HeldInTests.SERVER;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldSession;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.SessionPart;
import hallpass.pki.ClientProof;
import hallpass.pki.RsaKeys;
import hallpass.pki.ServerProof;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
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

class RegistrationExchangeTest {
    private static final KeyPair SERVER_PAIR = RsaKeys.newPair();
    private static final ServerKey SERVER_KEY = HeldInTests.serverKey(SERVER_PAIR, BigInteger.ONE);
    private static final InetSocketAddress OWN = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private static final Duration DAY = Duration.ofDays(1);

    private final LabRealm lab = new LabRealm();
    private final RegistrationExchange exchange = new RegistrationExchange(lab.seals(), SKEW);
    private RegistrationExchange.Asked asked;

    @BeforeEach
    void ask() throws Exception {
        asked = exchange.ask(CLIENT, SERVER_KEY, OWN, InsecureScriptedRandomness.counting(), lab.now());
    }

    @Test
    void sealsATemporaryKeyNameAddressAndTimeToTheServer() throws Exception {
        assertThat(lab.seals()
                        .open(
                                ClientRegistration.PART,
                                asked.request().registration(),
                                SERVER_PAIR.getPrivate(),
                                "SK_s",
                                Trace.NONE))
                .isEqualTo(new ClientRegistration(asked.temporaryKey(), CLIENT, "127.0.0.1", 40_000, NOON));
    }

    @Test
    void holdsTheSessionWithItsKey() throws Exception {
        HeldSession held = exchange.accept(asked, reply(CLIENT, NOON, asked.temporaryKey()), lab.now());

        assertThat(held).isEqualTo(new HeldSession(CLIENT, SERVER, SESSION_KEY, NOON, DAY));
        assertThat(held.sessionKey().label()).isEqualTo("K_sess");
    }

    @Test
    void refusesASessionUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.accept(asked, reply(CLIENT, NOON, BOB_KEY), lab.now()));
    }

    @Test
    void refusesASessionForAnotherClient() {
        PrincipalName other = new PrincipalName("ID-Client2");

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.accept(asked, reply(other, NOON, asked.temporaryKey()), lab.now()));
    }

    @Test
    void refusesAReplyThatWasNotSaidNow() {
        Instant late = NOON.minus(SKEW.allowed()).minusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.accept(asked, reply(CLIENT, late, asked.temporaryKey()), lab.now()));
    }

    @Test
    void doesNotSendANameThatDoesNotFitOneRsaBlock() {
        PrincipalName longest = new PrincipalName("n".repeat(PrincipalName.MAX_BYTES));
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8:1111:2222:3333:4444:5555:6666", 40_000);

        assertRefused(
                ErrorCode.KRB_ERR_FIELD_TOOLONG,
                () -> exchange.ask(longest, SERVER_KEY, ipv6, InsecureScriptedRandomness.counting(), lab.now()));
    }

    @Test
    void sendsTheLongestNameThatMayBeTypedWithTheLongestAddress() throws Exception {
        PrincipalName longest = new PrincipalName("n".repeat(64));
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8:1111:2222:3333:4444:5555:6666", 40_000);

        assertThat(exchange.ask(longest, SERVER_KEY, ipv6, InsecureScriptedRandomness.counting(), lab.now()))
                .isNotNull();
    }

    @Test
    void withTranscriptTakesASessionWithTheServersSignatureOverThisExchange() throws Exception {
        RegistrationExchange checking =
                new RegistrationExchange(lab.seals(), SKEW, ClientProof.NONE, ServerProof.SIGNED);
        Bytes signature = ServerProof.SIGNED.make(SERVER_PAIR.getPrivate(), asked.exchange());

        assertThat(checking.accept(asked, signed(signature), lab.now()).server())
                .isEqualTo(SERVER);
    }

    /** C7: the server signed what it was asked by whoever sealed the registration again. */
    @Test
    void withTranscriptRefusesASessionOfAnotherExchange() throws Exception {
        RegistrationExchange checking =
                new RegistrationExchange(lab.seals(), SKEW, ClientProof.NONE, ServerProof.SIGNED);
        RegistrationExchange.Asked sealedAgain =
                exchange.ask(CLIENT, SERVER_KEY, OWN, InsecureScriptedRandomness.countingFrom(7), lab.now());
        Bytes signature = ServerProof.SIGNED.make(SERVER_PAIR.getPrivate(), sealedAgain.exchange());

        for (Bytes other : List.of(signature, Bytes.EMPTY)) {
            assertRefused(ErrorCode.HP_ERR_TRANSCRIPT, () -> checking.accept(asked, signed(other), lab.now()));
        }
        assertThat(exchange.accept(asked, signed(signature), lab.now())).isNotNull();
    }

    private ClientRegistrationRep signed(Bytes signature) {
        SessionPart part = new SessionPart(SESSION_KEY, DAY, CLIENT, NOON, signature);
        return new ClientRegistrationRep(lab.seals().seal(SessionPart.PART, part, asked.temporaryKey(), Trace.NONE));
    }

    private ClientRegistrationRep reply(PrincipalName client, Instant sentAt, SymmetricKey key) {
        SessionPart part = new SessionPart(SESSION_KEY, DAY, client, sentAt);
        return new ClientRegistrationRep(lab.seals().seal(SessionPart.PART, part, key, Trace.NONE));
    }
}
