package hallpass.as;

import static hallpass.testkit.LabRealm.ADDRESS;
import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.KEY_UPDATE;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.LabRealm.TICKET_GRANTING_KEY;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.protocol.Applicants;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Refused;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationExchangeTest {
    private static final Nonce NONCE = new Nonce(42);
    private static final PrincipalName EVE = new PrincipalName("eve");
    private static final SymmetricKey DECOY_KEY = LabRealm.key("no key", 0x90);

    private final LabRealm realm = new LabRealm();
    private final AuthenticationExchange exchange = new AuthenticationExchange(
            realm.principals(),
            Applicants.known(realm.principals()),
            realm.seals(),
            InsecureScriptedRandomness.countingFrom(0xc0),
            POLICY,
            PreAuthentication.NONE);

    private final AuthenticationExchange uniform = uniform(Guard.UNIFORM_ERRORS);

    @Test
    void givesTheClientAPartThatOpensWithItsOwnKey() throws Refusal {
        AsRep reply = exchange.answer(request(ALICE), realm.now());

        assertThat(realm.seals().open(AsRepPart.PART, reply.part(), ALICE_KEY, Trace.NONE))
                .isEqualTo(new AsRepPart(
                        LabRealm.key("K_c,tgs", 0xc0), TICKET_GRANTING, NOON, POLICY.ticketLifetime(), NONCE));
    }

    @Test
    void givesATicketThatOpensWithTheKeyOfTheTicketGrantingService() throws Refusal {
        AsRep reply = exchange.answer(request(ALICE), realm.now());

        assertThat(realm.seals().open(Ticket.PART, reply.ticket(), TICKET_GRANTING_KEY, Trace.NONE))
                .isEqualTo(new Ticket(
                        LabRealm.key("K_c,tgs", 0xc0), ALICE, ADDRESS, TICKET_GRANTING, NOON, POLICY.ticketLifetime()));
    }

    @Test
    void makesANewSessionKeyForEachReply() throws Refusal {
        AsRepPart first = partOf(exchange.answer(request(ALICE), realm.now()));
        AsRepPart second = partOf(exchange.answer(request(ALICE), realm.now()));

        assertThat(second.sessionKey()).isNotEqualTo(first.sessionKey());
    }

    @Test
    void usesTheNewestKey() throws Refusal {
        realm.principals().replaceKey(ALICE, 1, "aes128-ecb", "", BOB_KEY);

        AsRep reply = exchange.answer(request(ALICE), realm.now());

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> realm.seals().open(AsRepPart.PART, reply.part(), ALICE_KEY, Trace.NONE));
        assertThat(realm.seals()
                        .open(AsRepPart.PART, reply.part(), BOB_KEY, Trace.NONE)
                        .nonce())
                .isEqualTo(NONCE);
    }

    @Test
    void givesAReplyThatTheWireCanCarry() throws Refusal, DecodeException {
        AsRep reply = exchange.answer(request(ALICE), realm.now());

        assertThat(MessageType.decode(MessageType.encode(reply))).isEqualTo(reply);
    }

    @Test
    void tellsWhichKeyItSealedWhatWith() throws Refusal {
        exchange.answer(request(ALICE), realm.now());

        assertThat(realm.trace().story(Party.AS))
                .containsExactly(
                        "as      | ok clocks: sender = own: 2026-01-01T12:00:00Z",
                        "as      |    made a session key, random: K_c,tgs                         step  4",
                        "as      |    sealed the client's part with K_c (alice v1)                step  5",
                        "as      |    sealed the ticket with K_tgs (krbtgt/HALLPASS.TEST v1)      step  6");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_000, 300_000})
    void putsUpWithAClockThatIsOffByTheAllowedSkew(long millis) throws Refusal {
        assertThat(exchange.answer(requestSentAt(NOON.plusMillis(millis)), realm.now()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001, -600_000, 600_000})
    void refusesAClockThatIsOffByMore(long millis) {
        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.answer(requestSentAt(NOON.plusMillis(millis)), realm.now()));
    }

    @Test
    void refusesAUserThatNobodyKnows() {
        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(request(new PrincipalName("eve")), realm.now()));
    }

    @Test
    void refusesARemovedUser() {
        realm.principals().remove(BOB);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(BOB), realm.now()));
    }

    @Test
    void refusesAServiceAsClient() {
        assertRefused(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(DESK), realm.now()));
    }

    @Test
    void issuesTicketsForTheTicketGrantingServiceOnly() {
        for (PrincipalName server : new PrincipalName[] {
            DESK, KEY_UPDATE, ALICE, PrincipalName.ticketGranting("OTHER.TEST"), new PrincipalName("nobody")
        }) {
            AsReq request = new AsReq(ALICE, server, NONCE, NOON, Bytes.EMPTY);
            assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request, realm.now()));
        }
    }

    @Test
    void refusesToIssueWithoutATicketGrantingService() {
        realm.principals().remove(TICKET_GRANTING);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(ALICE), realm.now()));
    }

    /** What is not understood is not skipped: it would count as shown. */
    @Test
    void refusesPreAuthentication() {
        AsReq request = new AsReq(ALICE, TICKET_GRANTING, NONCE, NOON, Bytes.ofHex("00"));

        assertRefused(ErrorCode.KDC_ERR_PADATA_TYPE_NOSUPP, () -> exchange.answer(request, realm.now()));
    }

    /** A4: the answers differ by who is asked for. */
    @Test
    void tellsWhoExists() throws Refusal {
        realm.principals().remove(BOB);

        assertThat(exchange.answer(request(ALICE), realm.now())).isNotNull();
        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(BOB), realm.now()));
        assertRefused(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(EVE), realm.now()));
    }

    /** Names of one length, so that the tickets are of one length too. */
    @Test
    void answersUnknownAndRemovedUsersLikeAnybodyWithUniformErrors() throws Exception {
        PrincipalName carol = new PrincipalName("carol");
        realm.principals().add(carol, Kind.USER, BOB_KEY, NOON);
        realm.principals().remove(carol);
        AsRep known = uniform.answer(request(ALICE), realm.now());

        for (PrincipalName nobody : List.of(carol, new PrincipalName("eve01"), new PrincipalName("desks"))) {
            AsRep reply = uniform.answer(request(nobody), realm.now());

            assertThat(MessageType.encode(reply).toArray())
                    .hasSameSizeAs(MessageType.encode(known).toArray());
            assertThat(reply.part().ciphertext().size())
                    .isEqualTo(known.part().ciphertext().size());
            assertRefused(
                    ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                    () -> realm.seals().open(AsRepPart.PART, reply.part(), BOB_KEY, Trace.NONE));
        }
    }

    @Test
    void answersOneUnknownUserUnderOneKeyWithUniformErrors() throws Refusal {
        AsRep one = uniform.answer(request(EVE), realm.now());
        AsRep other = uniform.answer(request(EVE), realm.now());

        assertThat(realm.seals()
                        .open(AsRepPart.PART, one.part(), DECOY_KEY, Trace.NONE)
                        .sessionKey())
                .isNotEqualTo(realm.seals()
                        .open(AsRepPart.PART, other.part(), DECOY_KEY, Trace.NONE)
                        .sessionKey());
    }

    @Test
    void tellsASaltOfUnknownUsersThatStaysTheSameWithUniformErrors() throws Refusal {
        AuthenticationExchange salted = uniform(Guard.UNIFORM_ERRORS, Guard.SALTED_KDF);

        String salt = salted.answer(new PreAuthenticationReq(EVE), realm.now()).salt();

        assertThat(salt).matches("pbkdf2-sha256:600000:[0-9a-f]{32}");
        assertThat(salted.answer(new PreAuthenticationReq(EVE), realm.now()).salt())
                .isEqualTo(salt);
        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(new PreAuthenticationReq(EVE), realm.now()));
    }

    private AuthenticationExchange uniform(Guard... guards) {
        return new AuthenticationExchange(
                realm.principals(),
                new Profile("lab", Set.of(guards)).applicants(realm.principals(), (name, purpose, size) -> DECOY_KEY),
                realm.seals(),
                InsecureScriptedRandomness.countingFrom(0xc0),
                POLICY,
                PreAuthentication.NONE);
    }

    @Test
    void tellsTheAuditWhoWasNotThereWithUniformErrors() throws Refusal {
        uniform.answer(request(EVE), realm.now());

        assertThat(realm.trace().events())
                .contains(new Refused(
                        ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, "no user eve, and was answered with a decoy"));
    }

    private AsRepPart partOf(AsRep reply) throws Refusal {
        return realm.seals().open(AsRepPart.PART, reply.part(), ALICE_KEY, Trace.NONE);
    }

    private static AsReq request(PrincipalName client) {
        return new AsReq(client, TICKET_GRANTING, NONCE, NOON, Bytes.EMPTY);
    }

    private static AsReq requestSentAt(Instant sentAt) {
        return new AsReq(ALICE, TICKET_GRANTING, NONCE, sentAt, Bytes.EMPTY);
    }
}
