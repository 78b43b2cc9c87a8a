package hallpass.tgs;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.ExchangeFixture.TGS_KEY;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.fixtures.TestCredential;
import hallpass.message.Authenticator;
import hallpass.message.Nonce;
import hallpass.message.PartType;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.trace.Trace;
import java.time.Instant;

/** The exchange with the test realm, and valid requests to it. */
abstract class TgsExchangeTestBase {
    static final Nonce NONCE = new Nonce(42);
    static final TestCredential GOOD = ExchangeFixture.credentialFor(TGS);

    final ExchangeFixture realm = new ExchangeFixture();
    final TgsExchange exchange = exchange(ReplayCache.DISABLED);

    final TgsExchange exchange(ReplayCache replays) {
        return new TgsExchange(
                realm.principals(),
                realm.sealer(),
                InsecureDeterministicRandomness.countingFrom(0xc0),
                POLICY,
                replays);
    }

    final TgsReq request(TestCredential draft) {
        return request(draft, ALICE, NOON);
    }

    final TgsReq request(TestCredential draft, PrincipalName sender, Instant sentAt) {
        return request(RESOURCE_SERVICE, draft, TGS_KEY, new Authenticator(sender, sentAt));
    }

    final TgsReq request(TestCredential draft, SymmetricKey ticketKey) {
        return request(RESOURCE_SERVICE, draft, ticketKey, new Authenticator(ALICE, NOON));
    }

    final TgsReq requestFor(PrincipalName service) {
        return request(service, GOOD, TGS_KEY, new Authenticator(ALICE, NOON));
    }

    private TgsReq request(
            PrincipalName service, TestCredential draft, SymmetricKey ticketKey, Authenticator authenticator) {
        Sealed<Ticket> ticket = seal(Ticket.PART, draft.ticket(), ticketKey);
        PresentedTicket presented = new PresentedTicket(ticket, draft.client());
        return new TgsReq(
                service,
                NONCE,
                ticket,
                seal(PresentedTicket.PART, presented, draft.sessionKey()),
                seal(Authenticator.FOR_TGS, authenticator, draft.sessionKey()));
    }

    final <T extends Record> Sealed<T> seal(PartType<T> part, T value, SymmetricKey key) {
        return realm.sealer().seal(part, value, key, Trace.NONE);
    }

    final Token tokenOf(TgsRep reply) throws Refusal {
        return realm.sealer().open(Token.PART, reply.token(), RESOURCE_SERVICE_KEY, Trace.NONE);
    }
}
