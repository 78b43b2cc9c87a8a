package hallpass.it;

import static hallpass.it.Failures.assertFails;
import static hallpass.it.Failures.failure;
import static hallpass.it.LabFolder.ALICE;
import static hallpass.it.LabFolder.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Names that the realm does not know, passwords that are not theirs, and accounts that are gone. */
abstract class RefusedAccounts extends RefusalsInOneRealm {
    @Test
    void refusesWrongPassword() {
        Failure failure = failure(() -> client.login(ALICE, "something else"));

        assertThat(failure.sentence())
                .isEqualTo("the password is not the one of \"alice\": type it again with hallpass login alice");
        assertThat(failure.exit()).isEqualTo(ExitCode.REFUSED);
        // ECB has no integrity of its own: padding, layout or nonce give a wrong key away, whichever comes first.
        assertThat(failure.code().orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesUnknownUser() {
        assertFails(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                ExitCode.REFUSED,
                "the realm knows no user \"mallory\"",
                () -> client.login(new PrincipalName("mallory"), ALICE_PASSWORD));
    }

    @Test
    void refusesUnknownService() throws Exception {
        HeldTicket ticket = client.login();

        assertFails(
                ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN,
                ExitCode.REFUSED,
                "the realm knows no service \"print/localhost\"",
                () -> client.kerberos().token(ticket, new PrincipalName("print/localhost")));
    }

    @Test
    void refusesUnknownResourceAtBothDoors() throws Exception {
        HeldToken token = client.token(client.login());
        HeldSession session = client.register();

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
        HeldTicket ticket = client.login(carol, "a password");
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
    void refusesTicketOfAnAccountThatWasMadeAnew() throws Exception {
        PrincipalName dave = new PrincipalName("dave");
        realm.folder().addUser(dave, "a password", Instant.now().minusSeconds(60));
        HeldTicket ticket = client.login(dave, "a password");
        realm.folder().removeUser(dave);
        realm.folder().addUser(dave, "another password", Instant.now().plusSeconds(60));

        assertFails(
                ErrorCode.KDC_ERR_TGT_REVOKED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket is older than the account of \"dave\"",
                () -> client.token(ticket));
    }
}
