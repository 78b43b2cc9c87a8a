package hallpass.attack.catalogue;

import hallpass.app.EnrolmentExchangeClient;
import hallpass.app.KeyPairStrategy;
import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.AttackerKeyPair;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.RogueServer;
import hallpass.attack.ServerGroups;
import hallpass.config.RealmConfig;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Obtains a genuine certificate in the server's name, because enrolment is not authenticated. */
public final class C3FalseEnrolment implements Attack {
    private final Optional<PrincipalName> requestedName;

    public C3FalseEnrolment() {
        this(Optional.empty());
    }

    /** @param requestedName the name to be certified; empty for the server's own name */
    private C3FalseEnrolment(Optional<PrincipalName> requestedName) {
        this.requestedName = requestedName;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C3",
                "unauthenticated enrolment",
                "P1 names the server that requests a certificate, but nothing in it authenticates "
                        + "the sender: anyone can encrypt a P1 to the authority's public key. The attacker "
                        + "sends one in the server's name and receives a genuine certificate, which no "
                        + "validation can distinguish from the server's.",
                List.of("send requests to the authority", "be between the client and the server"),
                List.of("RFC 4210, section 4.2.1: how an authority authenticates an enrolment"),
                Defences.of(Guard.ENROLMENT_TOKEN, "1032 ca").hardened("1032 ca"));
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "RSA(PK_ca)[ K_tmp1 | ID_s | TS1 ]",
                "K_tmp1  16 bytes made by the attacker",
                "ID_s    " + name(realm) + ", which is no secret: P3 names it in clear",
                "TS1     the current time");
    }

    private PrincipalName name(RealmConfig realm) {
        return requestedName.orElse(realm.serverName());
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a certificate in the attacker's own name: the client expects another name",
                new C3FalseEnrolment(Optional.of(new PrincipalName("ID-Mallory"))),
                "1023 client"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        narration.step("The attacker makes their own P1. The authority's public key is all that it takes.");
        narration.verbatim(explanation(context.config()));
        context.skipServerTraces();
        return context.attempt(() -> {
            ServerIdentity own = enrol(context);
            context.narrateServerTraces();
            narration.step("K_tmp1 decrypts P2. The attacker now has a certificate:");
            narration.verbatim(List.of(
                    "subject     " + own.name(),
                    "issuer      " + context.config().authorityName(),
                    "public key  " + RsaKeys.fingerprint(own.publicKey()) + ", the attacker's"));
            narration.step("The attacker answers a client's P3 in the server's place.");
            return RogueServer.of(own, context).attackVictim(context);
        });
    }

    /** Enrols as a server does. */
    private ServerIdentity enrol(AttackContext context) throws Exception {
        RealmConfig realm = context.config();
        EnrolmentExchangeClient enrolment = new EnrolmentExchangeClient(
                name(realm),
                context.trustedAuthority(),
                realm.clockSkew(),
                context.sealer(),
                context.lab().randomness(),
                KeyPairStrategy.forProfile(realm.profile(), () -> AttackerKeyPair.KEY_PAIR));
        EnrolmentExchangeClient.EnrolmentAttempt request = enrolment.createRequest(context.exchangeContext());
        try (AttackerConnection connection = context.connect(Party.CA)) {
            ServerRegistrationRep reply = connection.request(request.request(), ServerRegistrationRep.class);
            return enrolment.accept(request, reply, context.exchangeContext()).identity();
        }
    }
}
