package hallpass.as;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Randomness;
import hallpass.crypto.Spake2;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.Refusal;
import hallpass.protocol.SpakeAgreement;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import org.junit.jupiter.api.Test;

/** The guard {@code preauth}, at the AS. */
class SpakePreAuthenticationTest {
    private final ExchangeFixture realm = new ExchangeFixture();
    private final AsExchange exchange = newExchange();

    private AsExchange newExchange() {
        return new AsExchange(
                realm.principals(),
                ClientLookup.of(realm.principals()),
                realm.sealer(),
                Randomness.secure(),
                POLICY,
                new SpakePreAuthentication(Randomness.secure()));
    }

    /** A request with the client's confirmation, and the agreed key. */
    private record ConfirmedRequest(AsReq request, SymmetricKey replyKey) {}

    private static ConfirmedRequest confirm(PrincipalName client, SpakeAgreement agreement, SymmetricKey key)
            throws Refusal {
        Spake2 side = Spake2.forClient(key, Randomness.secure());
        AsReq withShare = SpakeAgreement.withShare(requestWithoutPreAuthentication(client), side.share());
        Spake2.SharedSecret agreed = agreement.agreeAsClient(side, withShare);
        return new ConfirmedRequest(
                SpakeAgreement.withConfirmation(withShare, side.share(), agreed),
                agreed.replyKey("K_reply", key.size()));
    }

    private static AsReq requestWithoutPreAuthentication(PrincipalName client) {
        return new AsReq(client, TGS, new Nonce(42), NOON, Bytes.EMPTY);
    }

    private SpakeAgreement offer(PrincipalName client) throws Refusal {
        PreAuthenticationReq request = new PreAuthenticationReq(client);
        return new SpakeAgreement(request, exchange.answer(request, realm.context()));
    }

    private void assertFailed(AsReq request) {
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_FAILED, () -> exchange.answer(request, realm.context()));
    }

    @Test
    void sealsReplyUnderTheAgreedKey() throws Refusal {
        ConfirmedRequest confirmed = confirm(ALICE, offer(ALICE), ALICE_KEY);

        AsRep reply = exchange.answer(confirmed.request(), realm.context());

        assertThat(realm.sealer()
                        .open(AsRepPart.PART, reply.encPart(), confirmed.replyKey(), Trace.NONE)
                        .nonce())
                .isEqualTo(new Nonce(42));
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> realm.sealer().open(AsRepPart.PART, reply.encPart(), ALICE_KEY, Trace.NONE));
    }

    @Test
    void refusesWrongKey() throws Refusal {
        assertFailed(confirm(ALICE, offer(ALICE), BOB_KEY).request());
    }

    @Test
    void allowsOneAttemptPerOffer() throws Refusal {
        SpakeAgreement agreement = offer(ALICE);
        assertFailed(confirm(ALICE, agreement, BOB_KEY).request());

        AsReq right = confirm(ALICE, agreement, ALICE_KEY).request();
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> exchange.answer(right, realm.context()));
    }

    @Test
    void bindsOfferToClientAndConnection() throws Refusal {
        AsReq ofBob = confirm(BOB, offer(ALICE), BOB_KEY).request();
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> exchange.answer(ofBob, realm.context()));

        AsReq right = confirm(ALICE, offer(ALICE), ALICE_KEY).request();
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> newExchange().answer(right, realm.context()));
        assertRefused(
                ErrorCode.KDC_ERR_PREAUTH_REQUIRED,
                () -> newExchange().answer(requestWithoutPreAuthentication(ALICE), realm.context()));
    }

    @Test
    void refusesModifiedMessages() throws Refusal {
        SpakeAgreement offered = offer(ALICE);
        AsReq right = confirm(ALICE, offered, ALICE_KEY).request();
        assertFailed(
                new AsReq(right.client(), right.server(), new Nonce(43), right.sentAt(), right.preAuthentication()));

        SpakeAgreement again = offer(ALICE);
        PreAuthenticationRep otherSalt =
                new PreAuthenticationRep("another salt", again.challenge().share());
        assertFailed(confirm(ALICE, new SpakeAgreement(again.challengeRequest(), otherSalt), ALICE_KEY)
                .request());

        offer(ALICE);
        assertFailed(new AsReq(ALICE, TGS, new Nonce(42), NOON, Bytes.of(new byte[] {1, 2, 3})));
        offer(ALICE);
        assertFailed(SpakeAgreement.withShare(requestWithoutPreAuthentication(ALICE), new byte[Spake2.SHARE_SIZE]));
    }

    @Test
    void refusesUnknownUser() {
        assertRefused(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, () -> offer(new PrincipalName("eve")));
    }
}
