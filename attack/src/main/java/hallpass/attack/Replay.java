package hallpass.attack;

import hallpass.client.Failure;
import hallpass.client.credential.HeldToken;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.trace.Party;

/** K5 and K7 of somebody who noted that a gate is open, and then that it is shut: said again, they open it. */
public record Replay(Person victim, HeldToken token, ApReq admission, ServiceReq request) {
    private static final String OPEN = "open";

    public static Replay recorded(Person victim, Stage stage) throws Exception {
        HeldToken token = victim.token(victim.login());
        stage.tale().step(victim + " notes that the gate is open. The attacker records K5 and K7.");
        victim.client().request(token, "notes put gate " + OPEN);
        ApReq admission = stage.last(MessageType.AP_REQ, ApReq.class);
        ServiceReq request = stage.last(MessageType.SERVICE_REQ, ServiceReq.class);
        stage.tale().step(victim + " notes that it is shut.");
        victim.client().request(token, "notes put gate shut");
        return new Replay(victim, token, admission, request);
    }

    /** On a connection of the attacker's own. */
    public Outcome send(Stage stage) throws Exception {
        try (Line line = stage.line(Party.SERVICE)) {
            line.ask(admission, ApRep.class);
            line.ask(request, ServiceRep.class);
            return Outcome.nothing("it is answered");
        }
    }

    /** As the victim finds the gate. */
    public Outcome outcome() throws Failure {
        return victim.client().request(token, "notes get gate").equals(OPEN)
                ? Outcome.succeeded(victim + " shut the gate, and her note says \"" + OPEN + "\" again")
                : Outcome.nothing("the gate stays shut");
    }
}
