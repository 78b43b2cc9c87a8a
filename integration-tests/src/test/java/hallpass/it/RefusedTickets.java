package hallpass.it;

import static hallpass.it.Failures.assertFails;
import static hallpass.it.Failures.failure;
import static hallpass.it.LabFolder.ALICE;
import static hallpass.it.LabFolder.BOB;
import static hallpass.it.LabFolder.BOB_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tickets and tokens that have expired, are for another server, were edited, or come with the authenticator of another. */
abstract class RefusedTickets extends RefusalsInOneRealm {
    private static final int AES_BLOCK = 16;

    @Test
    void doesNotSendAnExpiredTicket() throws Exception {
        HeldTicket ticket = client.login();
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired: log in again with hallpass login alice",
                () -> client.token(ticket));
    }

    @Test
    void tgsRefusesExpiredTicket() throws Exception {
        HeldTicket ticket = client.login();
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(11));
        realm.clock(Party.TGS).setAhead(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired",
                () -> client.token(prolonged(ticket)));
    }

    @Test
    void serviceRefusesExpiredToken() throws Exception {
        HeldToken token = client.token(client.login());
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(11));
        realm.clock(Party.SERVICE).setAhead(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired",
                () -> client.kerberos().request(prolonged(token), "memo"));
    }

    @Test
    void refusesTokenForAnotherService() throws Exception {
        PrincipalName other = new PrincipalName("other/localhost");
        realm.folder().addService(other);
        HeldToken token = client.kerberos().token(client.login(), other);

        Failure failure = failure(() -> client.kerberos().request(token, "memo"));

        // One wrong key in some 256 leaves bytes that look padded; then the layout gives it away.
        assertThat(failure.code().orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(failure.exit()).isEqualTo(ExitCode.PROTOCOL);
        assertThat(failure.sentence()).startsWith("service ");
    }

    @Test
    void refusesTokenForAnotherServiceUnderTheSameKey() throws Exception {
        HeldToken token = client.token(client.login());
        HeldToken forAnother = withToken(
                token,
                sealForDesk(new Token(
                        token.sessionKey(),
                        ALICE,
                        "127.0.0.1",
                        new PrincipalName("other/localhost"),
                        token.issuedAt(),
                        token.lifetime())));

        assertFails(
                ErrorCode.KRB_AP_ERR_NOT_US,
                ExitCode.PROTOCOL,
                "the ticket is for another server",
                () -> client.kerberos().request(forAnother, "memo"));
    }

    @Test
    void tgsRefusesAuthenticatorOfAnotherUser() throws Exception {
        HeldTicket bobs = client.login(BOB, BOB_PASSWORD);
        HeldTicket asAlice = new HeldTicket(
                ALICE, bobs.server(), bobs.sessionKey(), bobs.ticket(), bobs.issuedAt(), bobs.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ExitCode.PROTOCOL,
                "the ticket and what came with it do not match",
                () -> client.token(asAlice));
    }

    @Test
    void serviceRefusesAuthenticatorOfAnotherUser() throws Exception {
        HeldToken bobs = client.token(client.login(BOB, BOB_PASSWORD));
        HeldToken asAlice =
                new HeldToken(ALICE, bobs.server(), bobs.sessionKey(), bobs.token(), bobs.issuedAt(), bobs.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ExitCode.PROTOCOL,
                "the ticket and what came with it do not match",
                () -> client.kerberos().request(asAlice, "memo"));
    }

    @Test
    void tgsRefusesEditedTicket() throws Exception {
        HeldTicket ticket = client.login();
        HeldTicket edited = new HeldTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                new Sealed<Ticket>(withTheThirdBlockFirst(ticket.ticket().ciphertext())),
                ticket.issuedAt(),
                ticket.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                ExitCode.PROTOCOL,
                "found something else than it should hold",
                () -> client.token(edited));
    }

    @Test
    void tgsRefusesShortenedTicket() throws Exception {
        HeldTicket ticket = client.login();
        byte[] whole = ticket.ticket().ciphertext().toArray();
        HeldTicket shortened = new HeldTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                new Sealed<Ticket>(Bytes.of(Arrays.copyOf(whole, whole.length - 1))),
                ticket.issuedAt(),
                ticket.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                ExitCode.PROTOCOL,
                "cannot open what it was sent",
                () -> client.token(shortened));
    }

    @Test
    void serviceRefusesEditedToken() throws Exception {
        HeldToken token = client.token(client.login());
        HeldToken edited = withToken(
                token, new Sealed<Token>(withTheThirdBlockFirst(token.token().ciphertext())));

        assertFails(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                ExitCode.PROTOCOL,
                "found something else than it should hold",
                () -> client.kerberos().request(edited, "memo"));
    }

    private HeldTicket prolonged(HeldTicket ticket) {
        return new HeldTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                ticket.ticket(),
                ticket.issuedAt(),
                Duration.ofDays(2));
    }

    private HeldToken prolonged(HeldToken token) {
        return new HeldToken(
                token.client(),
                token.server(),
                token.sessionKey(),
                token.token(),
                token.issuedAt(),
                Duration.ofDays(2));
    }

    private static HeldToken withToken(HeldToken token, Sealed<Token> other) {
        return new HeldToken(
                token.client(), token.server(), token.sessionKey(), other, token.issuedAt(), token.lifetime());
    }

    private Sealed<Token> sealForDesk(Token token) throws Exception {
        RealmConfig config = realm.config();
        Path keys = realm.folder().open().serviceKeys();
        SymmetricKey key =
                KeyTable.read(keys).newest(config.serviceName(), keys).key();
        return config.seals().seal(Token.PART, token, key, Trace.NONE);
    }

    /** The address's middle where the session key should begin: an edit that opens, and can be foretold. */
    private static Bytes withTheThirdBlockFirst(Bytes ciphertext) {
        byte[] edited = ciphertext.toArray();
        System.arraycopy(edited, 2 * AES_BLOCK, edited, 0, AES_BLOCK);
        return Bytes.of(edited);
    }
}
