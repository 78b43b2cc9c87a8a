package hallpass.integration.flow;

import static hallpass.integration.harness.FailureAssertions.assertFails;
import static hallpass.integration.harness.FailureAssertions.failureOf;
import static hallpass.integration.harness.RealmFixture.ALICE;
import static hallpass.integration.harness.RealmFixture.BOB;
import static hallpass.integration.harness.RealmFixture.BOB_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.Keytab;
import hallpass.config.RealmConfig;
import hallpass.console.ExitCode;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expired, tampered and misdirected tickets, and authenticators of other users. */
abstract class TicketErrors extends SharedRealmTests {
    private static final int AES_BLOCK = 16;

    @Test
    void doesNotSendExpiredTicket() throws Exception {
        CachedTicket ticket = client.login();
        realm.clock(Party.CLIENT).setOffset(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired: log in again with hallpass login alice",
                () -> client.token(ticket));
    }

    @Test
    void tgsRefusesExpiredTicket() throws Exception {
        CachedTicket ticket = client.login();
        realm.clock(Party.CLIENT).setOffset(Duration.ofHours(11));
        realm.clock(Party.TGS).setOffset(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired",
                () -> client.token(withLongerLifetime(ticket)));
    }

    @Test
    void serviceRefusesExpiredToken() throws Exception {
        CachedToken token = client.token(client.login());
        realm.clock(Party.CLIENT).setOffset(Duration.ofHours(11));
        realm.clock(Party.SERVICE).setOffset(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired",
                () -> client.kerberos().request(withLongerLifetime(token), "memo"));
    }

    @Test
    void refusesTokenForAnotherService() throws Exception {
        PrincipalName other = new PrincipalName("other/localhost");
        realm.folder().addService(other);
        CachedToken token = client.kerberos().requestToken(client.login(), other);

        ClientException failure = failureOf(() -> client.kerberos().request(token, "memo"));

        // With one wrong key in 256 the padding looks valid; then the layout reveals it.
        assertThat(failure.code().orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.PROTOCOL);
        assertThat(ErrorTable.explain(failure).message()).startsWith("service ");
    }

    @Test
    void refusesTokenNamingAnotherService() throws Exception {
        CachedToken token = client.token(client.login());
        CachedToken forAnother = withToken(
                token,
                sealForService(new Token(
                        token.sessionKey(),
                        ALICE,
                        "127.0.0.1",
                        new PrincipalName("other/localhost"),
                        token.issuedAt(),
                        token.lifetime())));

        assertFails(
                ErrorCode.KRB_AP_ERR_NOT_US,
                ExitCode.PROTOCOL,
                "the ticket is not for",
                () -> client.kerberos().request(forAnother, "memo"));
    }

    @Test
    void tgsRefusesAuthenticatorOfAnotherUser() throws Exception {
        CachedTicket bobs = client.login(BOB, BOB_PASSWORD);
        CachedTicket asAlice = new CachedTicket(
                ALICE, bobs.server(), bobs.sessionKey(), bobs.ticket(), bobs.issuedAt(), bobs.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ExitCode.PROTOCOL,
                "the ticket and the rest of the message do not match",
                () -> client.token(asAlice));
    }

    @Test
    void serviceRefusesAuthenticatorOfAnotherUser() throws Exception {
        CachedToken bobs = client.token(client.login(BOB, BOB_PASSWORD));
        CachedToken asAlice = new CachedToken(
                ALICE, bobs.server(), bobs.sessionKey(), bobs.token(), bobs.issuedAt(), bobs.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ExitCode.PROTOCOL,
                "the ticket and the rest of the message do not match",
                () -> client.kerberos().request(asAlice, "memo"));
    }

    @Test
    void tgsRefusesEditedTicket() throws Exception {
        CachedTicket ticket = client.login();
        CachedTicket edited = new CachedTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                new Sealed<Ticket>(withThirdBlockFirst(ticket.ticket().ciphertext())),
                ticket.issuedAt(),
                ticket.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                ExitCode.PROTOCOL,
                "found unexpected content",
                () -> client.token(edited));
    }

    @Test
    void tgsRefusesTruncatedTicket() throws Exception {
        CachedTicket ticket = client.login();
        byte[] whole = ticket.ticket().ciphertext().toArray();
        CachedTicket shortened = new CachedTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                new Sealed<Ticket>(Bytes.of(Arrays.copyOf(whole, whole.length - 1))),
                ticket.issuedAt(),
                ticket.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                ExitCode.PROTOCOL,
                "cannot decrypt a part of the message",
                () -> client.token(shortened));
    }

    @Test
    void serviceRefusesEditedToken() throws Exception {
        CachedToken token = client.token(client.login());
        CachedToken edited = withToken(
                token, new Sealed<Token>(withThirdBlockFirst(token.token().ciphertext())));

        assertFails(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                ExitCode.PROTOCOL,
                "found unexpected content",
                () -> client.kerberos().request(edited, "memo"));
    }

    private CachedTicket withLongerLifetime(CachedTicket ticket) {
        return new CachedTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                ticket.ticket(),
                ticket.issuedAt(),
                Duration.ofDays(2));
    }

    private CachedToken withLongerLifetime(CachedToken token) {
        return new CachedToken(
                token.client(),
                token.server(),
                token.sessionKey(),
                token.token(),
                token.issuedAt(),
                Duration.ofDays(2));
    }

    private static CachedToken withToken(CachedToken token, Sealed<Token> other) {
        return new CachedToken(
                token.client(), token.server(), token.sessionKey(), other, token.issuedAt(), token.lifetime());
    }

    private Sealed<Token> sealForService(Token token) throws Exception {
        RealmConfig config = realm.config();
        Path keys = realm.folder().open().serviceKeytab();
        SymmetricKey key =
                Keytab.read(keys).newestKey(config.serviceName(), keys).key();
        return config.sealer().seal(Token.PART, token, key, Trace.NONE);
    }

    /** Copies the third block to the front: the padding stays valid and the layout breaks. */
    private static Bytes withThirdBlockFirst(Bytes ciphertext) {
        byte[] edited = ciphertext.toArray();
        System.arraycopy(edited, 2 * AES_BLOCK, edited, 0, AES_BLOCK);
        return Bytes.of(edited);
    }
}
