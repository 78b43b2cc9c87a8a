package hallpass.integration.flow;

import static hallpass.integration.harness.FailureAssertions.assertFails;
import static hallpass.integration.harness.FailureAssertions.failureOf;
import static hallpass.integration.harness.RealmFixture.ALICE;
import static hallpass.integration.harness.RealmFixture.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.console.ExitCode;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Unknown names, wrong passwords and removed accounts. */
abstract class AccountErrors extends SharedRealmTests {
    @Test
    void refusesWrongPassword() {
        ClientException failure = failureOf(() -> client.login(ALICE, "something else"));

        assertThat(ErrorTable.explain(failure).message())
                .isEqualTo("the password of \"alice\" is wrong: try again with hallpass login alice");
        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.REFUSED);
        // ECB has no integrity check: the padding, the layout or the nonce reveals a wrong key.
        assertThat(failure.code().orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesUnknownUser() {
        assertFails(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                ExitCode.REFUSED,
                "the realm has no user \"mallory\"",
                () -> client.login(new PrincipalName("mallory"), ALICE_PASSWORD));
    }

    @Test
    void refusesUnknownService() throws Exception {
        CachedTicket ticket = client.login();

        assertFails(
                ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN,
                ExitCode.REFUSED,
                "the realm has no service \"print/localhost\"",
                () -> client.kerberos().requestToken(ticket, new PrincipalName("print/localhost")));
    }

    @Test
    void refusesUnknownResource() throws Exception {
        CachedToken token = client.token(client.login());
        CachedSession session = client.register();

        assertFails(
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE,
                ExitCode.NOT_SERVED,
                "there is no resource \"gold\"",
                () -> client.kerberos().request(token, "gold"));
        assertFails(
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE,
                ExitCode.NOT_SERVED,
                "there is no resource \"gold\"",
                () -> client.pki().request(session, "gold"));
    }

    @Test
    void refusesRemovedUser() throws Exception {
        PrincipalName carol = new PrincipalName("carol");
        realm.folder().addUser(carol, "a password", Instant.now());
        CachedTicket ticket = client.login(carol, "a password");
        realm.folder().removeUser(carol);

        assertFails(
                ErrorCode.KDC_ERR_CLIENT_REVOKED,
                ExitCode.REFUSED,
                "the account of \"carol\" was removed",
                () -> client.login(carol, "a password"));
        assertFails(
                ErrorCode.KDC_ERR_CLIENT_REVOKED,
                ExitCode.REFUSED,
                "the account of \"carol\" was removed",
                () -> client.token(ticket));
    }

    @Test
    void refusesTicketOfRecreatedUser() throws Exception {
        PrincipalName dave = new PrincipalName("dave");
        realm.folder().addUser(dave, "a password", Instant.now().minusSeconds(60));
        CachedTicket ticket = client.login(dave, "a password");
        realm.folder().removeUser(dave);
        realm.folder().addUser(dave, "another password", Instant.now().plusSeconds(60));

        assertFails(
                ErrorCode.KDC_ERR_TGT_REVOKED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket is older than the account of \"dave\"",
                () -> client.token(ticket));
    }
}
