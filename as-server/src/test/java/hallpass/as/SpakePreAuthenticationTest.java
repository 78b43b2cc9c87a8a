package hallpass.as;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Randomness;
import hallpass.crypto.Spake;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.protocol.Agreement;
import hallpass.protocol.Applicants;
import hallpass.protocol.Refusal;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import org.junit.jupiter.api.Test;

/** The guard {@code preauth}, at the AS. */
class SpakePreAuthenticationTest {
    private final LabRealm realm = new LabRealm();
    private final AuthenticationExchange exchange = connection();

    private AuthenticationExchange connection() {
        return new AuthenticationExchange(
                realm.principals(),
                Applicants.known(realm.principals()),
                realm.seals(),
                Randomness.secure(),
                POLICY,
                new SpakePreAuthentication(Randomness.secure()));
    }

    /** What a client has once it confirmed. */
    private record Confirmed(AsReq request, SymmetricKey replyKey) {}

    private static Confirmed confirm(PrincipalName client, Agreement agreement, SymmetricKey key) throws Refusal {
        Spake side = Spake.ofClient(key, Randomness.secure());
        AsReq withShare = Agreement.withShare(plain(client), side.share());
        Spake.Agreed agreed = agreement.ofClient(side, withShare);
        return new Confirmed(
                Agreement.confirmed(withShare, side.share(), agreed), agreed.replyKey("K_reply", key.size()));
    }

    private static AsReq plain(PrincipalName client) {
        return new AsReq(client, TICKET_GRANTING, new Nonce(42), NOON, Bytes.EMPTY);
    }

    private Agreement offer(PrincipalName client) throws Refusal {
        PreAuthenticationReq request = new PreAuthenticationReq(client);
        return new Agreement(request, exchange.answer(request, realm.now()));
    }

    private void assertFailed(AsReq request) {
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_FAILED, () -> exchange.answer(request, realm.now()));
    }

    @Test
    void whoKnowsTheKeyGetsAReplyUnderAKeyThatWasAgreedOnForItAlone() throws Refusal {
        Confirmed confirmed = confirm(ALICE, offer(ALICE), ALICE_KEY);

        AsRep reply = exchange.answer(confirmed.request(), realm.now());

        assertThat(realm.seals()
                        .open(AsRepPart.PART, reply.part(), confirmed.replyKey(), Trace.NONE)
                        .nonce())
                .isEqualTo(new Nonce(42));
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> realm.seals().open(AsRepPart.PART, reply.part(), ALICE_KEY, Trace.NONE));
    }

    @Test
    void whoKnowsAnotherKeyIsRefused() throws Refusal {
        assertFailed(confirm(ALICE, offer(ALICE), BOB_KEY).request());
    }

    @Test
    void oneOfferIsWorthOneTry() throws Refusal {
        Agreement agreement = offer(ALICE);
        assertFailed(confirm(ALICE, agreement, BOB_KEY).request());

        AsReq right = confirm(ALICE, agreement, ALICE_KEY).request();
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> exchange.answer(right, realm.now()));
    }

    @Test
    void offerIsForOneUserAndForOneConnection() throws Refusal {
        AsReq ofBob = confirm(BOB, offer(ALICE), BOB_KEY).request();
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> exchange.answer(ofBob, realm.now()));

        AsReq right = confirm(ALICE, offer(ALICE), ALICE_KEY).request();
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> connection().answer(right, realm.now()));
        assertRefused(ErrorCode.KDC_ERR_PREAUTH_REQUIRED, () -> connection().answer(plain(ALICE), realm.now()));
    }

    @Test
    void whatWasChangedOnTheWayIsRefused() throws Refusal {
        Agreement offered = offer(ALICE);
        AsReq right = confirm(ALICE, offered, ALICE_KEY).request();
        assertFailed(
                new AsReq(right.client(), right.server(), new Nonce(43), right.sentAt(), right.preAuthentication()));

        Agreement again = offer(ALICE);
        PreAuthenticationRep saltier =
                new PreAuthenticationRep("another salt", again.offer().share());
        assertFailed(confirm(ALICE, new Agreement(again.offerRequest(), saltier), ALICE_KEY)
                .request());

        offer(ALICE);
        assertFailed(new AsReq(ALICE, TICKET_GRANTING, new Nonce(42), NOON, Bytes.of(new byte[] {1, 2, 3})));
        offer(ALICE);
        assertFailed(Agreement.withShare(plain(ALICE), new byte[Spake.SHARE_SIZE]));
    }

    @Test
    void nobodyKnowsUsersThatTheRealmDoesNot() {
        assertRefused(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, () -> offer(new PrincipalName("eve")));
    }
}
