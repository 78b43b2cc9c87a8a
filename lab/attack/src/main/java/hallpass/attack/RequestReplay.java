package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedToken;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;

/**
 * A recorded K5 and K7, which store a note that the gate is open; their owner has since changed the
 * note.
 */
public record RequestReplay(KerberosUser victim, CachedToken token, ApReq apRequest, ServiceReq serviceRequest) {
    private static final String OPEN = "open";

    public static RequestReplay record(KerberosUser victim, AttackContext context) throws Exception {
        Narration narration = context.narration();
        CachedToken token = victim.requestToken(victim.login());
        narration.step(victim + " notes that the gate is open. The attacker records K5 and K7.");
        victim.client().request(token, "notes put gate " + OPEN);
        ApReq apRequest = context.lastMessage(MessageType.AP_REQ, ApReq.class);
        ServiceReq serviceRequest = context.lastMessage(MessageType.SERVICE_REQ, ServiceReq.class);
        narration.step(victim + " notes that the gate is shut.");
        victim.client().request(token, "notes put gate shut");
        return new RequestReplay(victim, token, apRequest, serviceRequest);
    }

    /** Sends both messages on a connection of the attacker. */
    public Outcome send(AttackContext context) throws Exception {
        try (AttackerConnection connection = context.connect(Party.SERVICE)) {
            connection.request(apRequest, ApRep.class);
            connection.request(serviceRequest, ServiceRep.class);
            return Outcome.noEffect("the service answers");
        }
    }

    /** Determines the outcome from the note that the victim now reads. */
    public Outcome outcome() throws ClientException {
        return victim.client().request(token, "notes get gate").equals(OPEN)
                ? Outcome.succeeded(victim + " shut the gate, and her note says \"" + OPEN + "\" again")
                : Outcome.noEffect("the gate stays shut");
    }
}
