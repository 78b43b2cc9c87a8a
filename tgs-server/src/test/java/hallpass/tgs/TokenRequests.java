package hallpass.tgs;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.LabRealm.TICKET_GRANTING_KEY;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.Nonce;
import hallpass.message.Part;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.CredentialDraft;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import java.time.Instant;

/** What tests of the exchange share: the exchange in a lab realm, and requests to it, good unless a test says otherwise. */
abstract class TokenRequests {
    static final Nonce NONCE = new Nonce(42);
    static final CredentialDraft GOOD = LabRealm.credentialFor(TICKET_GRANTING);

    final LabRealm realm = new LabRealm();
    final TicketGrantingExchange exchange = exchange(ReplayCache.OFF);

    final TicketGrantingExchange exchange(ReplayCache replays) {
        return new TicketGrantingExchange(
                realm.principals(), realm.seals(), InsecureScriptedRandomness.countingFrom(0xc0), POLICY, replays);
    }

    final TgsReq request(CredentialDraft draft) {
        return request(draft, ALICE, NOON);
    }

    final TgsReq request(CredentialDraft draft, PrincipalName sender, Instant sentAt) {
        return request(DESK, draft, TICKET_GRANTING_KEY, new Authenticator(sender, sentAt));
    }

    final TgsReq request(CredentialDraft draft, SymmetricKey ticketKey) {
        return request(DESK, draft, ticketKey, new Authenticator(ALICE, NOON));
    }

    final TgsReq requestFor(PrincipalName service) {
        return request(service, GOOD, TICKET_GRANTING_KEY, new Authenticator(ALICE, NOON));
    }

    private TgsReq request(
            PrincipalName service, CredentialDraft draft, SymmetricKey ticketKey, Authenticator authenticator) {
        Sealed<Ticket> ticket = seal(Ticket.PART, draft.ticket(), ticketKey);
        PresentedTicket presented = new PresentedTicket(ticket, draft.client());
        return new TgsReq(
                service,
                NONCE,
                ticket,
                seal(PresentedTicket.PART, presented, draft.sessionKey()),
                seal(Authenticator.FOR_TGS, authenticator, draft.sessionKey()));
    }

    final <T extends Record> Sealed<T> seal(Part<T> part, T value, SymmetricKey key) {
        return realm.seals().seal(part, value, key, Trace.NONE);
    }

    final Token tokenOf(TgsRep reply) throws Refusal {
        return realm.seals().open(Token.PART, reply.token(), DESK_KEY, Trace.NONE);
    }
}
