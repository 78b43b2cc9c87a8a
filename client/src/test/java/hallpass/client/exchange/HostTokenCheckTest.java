package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.credentialFor;
import static hallpass.testkit.LabRealm.key;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.KeyRing;
import hallpass.testkit.CredentialDraft;
import hallpass.testkit.LabRealm;
import hallpass.trace.Deed;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Done;
import org.junit.jupiter.api.Test;

class HostTokenCheckTest {
    private static final PrincipalName HOST = new PrincipalName("host/localhost");
    private static final SymmetricKey HOST_KEY = key("K_host", 0x70);
    private static final CredentialDraft GOOD = credentialFor(HOST);

    private final LabRealm lab = new LabRealm();
    private final HostTokenCheck check = new HostTokenCheck(lab.seals());

    @Test
    void believesWhoeverHasTheHostsKey() throws Exception {
        check.accept(held(GOOD, HOST_KEY), KeyRing.of(HOST_KEY), lab.now());

        assertThat(lab.trace().events()).contains(new Done(Deed.KDC_VERIFIED, HOST.text()));
    }

    /** A10: all that a false KDC can do who knows the password. */
    @Test
    void refusesATokenUnderAnotherKey() {
        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> accept(held(GOOD, BOB_KEY)));
    }

    @Test
    void refusesATokenForAnotherService() {
        assertRefused(ErrorCode.KRB_AP_ERR_NOT_US, () -> accept(held(credentialFor(DESK), HOST_KEY)));
    }

    /** A false KDC has an account, too, and passes its own token on. */
    @Test
    void refusesATokenOfAnotherUser() {
        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> accept(held(GOOD.withClient(BOB), HOST_KEY)));
    }

    @Test
    void refusesARecordedTokenWhoseSessionKeyTheReplyDoesNotHold() {
        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> accept(held(GOOD.withSessionKey(BOB_KEY), HOST_KEY)));
    }

    private void accept(HeldToken held) throws Exception {
        check.accept(held, KeyRing.of(HOST_KEY), lab.now());
    }

    private HeldToken held(CredentialDraft draft, SymmetricKey key) {
        return new HeldToken(
                ALICE,
                HOST,
                SESSION_KEY,
                lab.seals().seal(Token.PART, draft.token(), key, Trace.NONE),
                draft.issuedAt(),
                draft.lifetime());
    }
}
