package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.app.ApplicationExchange;
import hallpass.app.ServiceExchange;
import hallpass.app.TicketDoor;
import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.FalseDoor;
import hallpass.attack.Impostor;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldTicket;
import hallpass.crypto.SymmetricKey;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.TgsReq;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.Guard;
import hallpass.protocol.KeyRing;
import hallpass.protocol.ReplayCache;
import hallpass.trace.Party;
import java.util.List;
import java.util.Set;

/** The token is for another service than was asked for, and the attacker is that service. */
public final class A12ServiceRedirect implements Attack {
    private static final PrincipalName OWN = new PrincipalName("print/localhost");

    @Override
    public Card card() {
        return new Card(
                "A12",
                "service redirect",
                "K3 says in clear which service a token is wanted for. The attacker writes the name of a service there "
                        + "whose key they have. The TGS does as it is told, and says so in its sealed reply; a client "
                        + "that does not compare the name there with the one that it asked for goes to the attacker, "
                        + "who opens the token, proves to be the service, and answers as they like.",
                List.of("the key of any service of the realm", "to stand before the TGS and the service"),
                List.of(Sources.BELLOVIN_MERRITT, "RFC 4120, section 3.3.4"),
                Set.of(Guard.NAME_BINDING, Guard.AEAD));
    }

    @Override
    public List<String> remarks() {
        return List.of("aead stops it at the TGS: what is sealed in K3 belongs to the name that was written there.");
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        SymmetricKey key = stage.lab().addService(OWN);
        Person victim = stage.person("alice");
        HeldTicket ticket = victim.login();
        stage.tale()
                .step("alice asks for a token for " + stage.config().serviceName() + ". The attacker writes " + OWN
                        + " into K3, and waits before the service.");
        Impostor service = new Impostor(Party.SERVICE, door(key, stage), stage);
        stage.forgetWhatServersSaw();
        Outcome outcome =
                stage.attempt(passing -> isRequest(passing) ? redirected(passing) : service.decide(passing), () -> {
                    String memo = victim.client().request(victim.token(ticket), "memo");
                    return memo.equals(FalseDoor.MEMO)
                            ? Outcome.succeeded("alice believes the attacker's memo: " + memo)
                            : Outcome.nothing("alice reads the service's own memo");
                });
        stage.tellWhatServersSaw();
        return outcome;
    }

    private static TicketDoor door(SymmetricKey key, Stage stage) {
        return new TicketDoor(
                new ApplicationExchange(
                        stage.seals(),
                        now -> KeyRing.of(key),
                        new CredentialCheck(OWN, stage.config().clockSkew()),
                        ReplayCache.OFF),
                new ServiceExchange(
                        stage.seals(),
                        stage.config().clockSkew(),
                        ReplayCache.OFF,
                        (client, request, now) -> FalseDoor.MEMO));
    }

    private static boolean isRequest(Passing passing) {
        return passing.is(MessageType.TGS_REQ) && passing.direction() == Direction.TO_SERVER;
    }

    private static Decision redirected(Passing passing) {
        TgsReq asked = (TgsReq) passing.message().orElseThrow();
        return Decision.instead(MessageType.encode(
                new TgsReq(OWN, asked.nonce(), asked.ticket(), asked.presented(), asked.authenticator())));
    }
}
