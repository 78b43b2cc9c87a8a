package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedToken;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;

/** K5 and K7 of somebody who noted that a gate is open, and then that it is shut: said again, they open it. */
public record RequestReplay(KerberosUser victim, CachedToken token, ApReq apRequest, ServiceReq serviceRequest) {
    private static final String OPEN = "open";

    public static RequestReplay record(KerberosUser victim, AttackContext context) throws Exception {
        CachedToken token = victim.requestToken(victim.login());
        context.narration().step(victim + " notes that the gate is open. The attacker records K5 and K7.");
        victim.client().request(token, "notes put gate " + OPEN);
        ApReq apRequest = context.lastMessage(MessageType.AP_REQ, ApReq.class);
        ServiceReq serviceRequest = context.lastMessage(MessageType.SERVICE_REQ, ServiceReq.class);
        context.narration().step(victim + " notes that it is shut.");
        victim.client().request(token, "notes put gate shut");
        return new RequestReplay(victim, token, apRequest, serviceRequest);
    }

    /** On a connection of the attacker's own. */
    public Outcome send(AttackContext context) throws Exception {
        try (AttackerConnection connection = context.connect(Party.SERVICE)) {
            connection.request(apRequest, ApRep.class);
            connection.request(serviceRequest, ServiceRep.class);
            return Outcome.noEffect("it is answered");
        }
    }

    /** As the victim finds the gate. */
    public Outcome outcome() throws ClientException {
        return victim.client().request(token, "notes get gate").equals(OPEN)
                ? Outcome.succeeded(victim + " shut the gate, and her note says \"" + OPEN + "\" again")
                : Outcome.noEffect("the gate stays shut");
    }
}
