package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.credentialFor;
import static hallpass.fixtures.ExchangeFixture.key;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.TestCredential;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.KeyRing;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import org.junit.jupiter.api.Test;

class HostTokenVerifierTest {
    private static final PrincipalName HOST = new PrincipalName("host/localhost");
    private static final SymmetricKey HOST_KEY = key("K_host", 0x70);
    private static final TestCredential VALID = credentialFor(HOST);

    private final ExchangeFixture lab = new ExchangeFixture();
    private final HostTokenVerifier verifier = new HostTokenVerifier(lab.sealer());

    @Test
    void acceptsTokenUnderTheHostKey() throws Exception {
        verifier.verify(cachedToken(VALID, HOST_KEY), KeyRing.of(HOST_KEY), lab.context());

        assertThat(lab.trace().events()).contains(new ActionPerformed(Action.KDC_VERIFIED, HOST.text()));
    }

    /** A10: a rogue KDC that knows the password cannot do more. */
    @Test
    void refusesTokenUnderAnotherKey() {
        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> verify(cachedToken(VALID, BOB_KEY)));
    }

    @Test
    void refusesTokenForAnotherService() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_NOT_US, () -> verify(cachedToken(credentialFor(RESOURCE_SERVICE), HOST_KEY)));
    }

    /** A rogue KDC with a valid account forwards its own token. */
    @Test
    void refusesTokenOfAnotherUser() {
        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> verify(cachedToken(VALID.withClient(BOB), HOST_KEY)));
    }

    @Test
    void refusesReplayedTokenWithAnotherSessionKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADMATCH, () -> verify(cachedToken(VALID.withSessionKey(BOB_KEY), HOST_KEY)));
    }

    private void verify(CachedToken token) throws Exception {
        verifier.verify(token, KeyRing.of(HOST_KEY), lab.context());
    }

    private CachedToken cachedToken(TestCredential draft, SymmetricKey key) {
        return new CachedToken(
                ALICE,
                HOST,
                SESSION_KEY,
                lab.sealer().seal(Token.PART, draft.token(), key, Trace.NONE),
                draft.issuedAt(),
                draft.lifetime());
    }
}
