package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.app.ApExchange;
import hallpass.app.ServiceExchange;
import hallpass.app.ServiceRequestHandler;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.RogueServer;
import hallpass.attack.ServerImpersonator;
import hallpass.client.credential.CachedTicket;
import hallpass.crypto.SymmetricKey;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.TgsReq;
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.Guard;
import hallpass.protocol.KeyRing;
import hallpass.protocol.ReplayCache;
import java.util.List;

/** Changes the requested service to one that the attacker controls. */
public final class A12ServiceRedirect implements Attack {
    private static final PrincipalName ATTACKER_SERVICE = new PrincipalName("print/localhost");

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A12",
                "service redirect",
                "K3 names the requested service in clear. The attacker replaces the name with that "
                        + "of a service whose key they have. The TGS issues a token for that service and says "
                        + "so in its encrypted reply. A client that does not compare the two names sends the "
                        + "token to the attacker, who decrypts it, authenticates as the service and answers "
                        + "anything.",
                List.of("the key of any service in the realm", "be between the client, the TGS and the service"),
                List.of(References.BELLOVIN_MERRITT, "RFC 4120, section 3.3.4"),
                Defences.of(Guard.NAME_BINDING, "41 client")
                        .and(Guard.AEAD, "31 tgs")
                        .hardened("1009 tgs"));
    }

    @Override
    public List<String> remarks() {
        return List.of("aead stops the attack at the TGS: the encrypted part of K3 is bound to the name in clear.");
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        SymmetricKey key = context.lab().addService(ATTACKER_SERVICE);
        KerberosUser victim = context.user("alice");
        CachedTicket ticket = victim.login();
        context.narration()
                .step("alice requests a token for " + context.config().serviceName()
                        + ". The attacker changes the name in K3 to " + ATTACKER_SERVICE
                        + " and answers in the service's place.");
        ServerImpersonator service = new ServerImpersonator(Party.SERVICE, serviceHandler(key, context), context);
        context.skipServerTraces();
        Outcome outcome =
                context.attempt(recorded -> isRequest(recorded) ? redirect(recorded) : service.decide(recorded), () -> {
                    String memo = victim.client().request(victim.requestToken(ticket), "memo");
                    return memo.equals(RogueServer.FORGED_MEMO)
                            ? Outcome.succeeded("alice believes the attacker's memo: " + memo)
                            : Outcome.noEffect("alice reads the service's own memo");
                });
        context.narrateServerTraces();
        return outcome;
    }

    private static ServiceRequestHandler serviceHandler(SymmetricKey key, AttackContext context) {
        return new ServiceRequestHandler(
                new ApExchange(
                        context.sealer(),
                        now -> KeyRing.of(key),
                        new ApRequestVerifier(ATTACKER_SERVICE, context.config().clockSkew()),
                        ReplayCache.DISABLED),
                new ServiceExchange(
                        context.sealer(),
                        context.config().clockSkew(),
                        ReplayCache.DISABLED,
                        (client, request, now) -> RogueServer.FORGED_MEMO));
    }

    private static boolean isRequest(RecordedFrame recorded) {
        return recorded.hasType(MessageType.TGS_REQ) && recorded.direction() == Direction.TO_SERVER;
    }

    private static Decision redirect(RecordedFrame recorded) {
        TgsReq request = (TgsReq) recorded.message().orElseThrow();
        return Decision.replaceWith(MessageType.encode(new TgsReq(
                ATTACKER_SERVICE,
                request.nonce(),
                request.ticket(),
                request.presentedTicket(),
                request.authenticator())));
    }
}
