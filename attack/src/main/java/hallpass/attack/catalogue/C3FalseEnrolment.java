package hallpass.attack.catalogue;

import hallpass.app.Enrolment;
import hallpass.app.KeyOrigin;
import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.FalseDoor;
import hallpass.attack.Line;
import hallpass.attack.Outcome;
import hallpass.attack.OwnKey;
import hallpass.attack.Stage;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The authority certifies whoever asks, under whatever name they say. */
public final class C3FalseEnrolment implements Attack {
    private final Optional<PrincipalName> asked;

    public C3FalseEnrolment() {
        this(Optional.empty());
    }

    /** @param asked the name to be certified; empty for the server's own */
    private C3FalseEnrolment(Optional<PrincipalName> asked) {
        this.asked = asked;
    }

    @Override
    public Card card() {
        return new Card(
                "C3",
                "unauthenticated enrolment",
                "P1 says who asks for a certificate, and nothing in it proves that. Everybody has the authority's "
                        + "public key, so everybody can seal one. The attacker asks in the server's name, and the "
                        + "authority certifies them: a genuine certificate, which no check of certificates can tell "
                        + "from the server's.",
                List.of("to be able to ask the authority", "to stand between the client and the server"),
                List.of("RFC 4210, section 4.2.1: how an authority knows whom it certifies"),
                Set.of(Guard.ENROLMENT_TOKEN));
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        return List.of(
                "RSA(PK_ca)[ K_tmp1 | ID_s | TS1 ]",
                "K_tmp1  16 bytes that the attacker made",
                "ID_s    " + name(realm) + ", which is no secret: P3 says it in clear",
                "TS1     now");
    }

    private PrincipalName name(RealmConfig realm) {
        return asked.orElse(realm.serverName());
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "a certificate for a name of the attacker's own: the client asked for another one",
                new C3FalseEnrolment(Optional.of(new PrincipalName("ID-Mallory"))),
                "1023 client"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        stage.tale().step("The attacker makes a P1 of their own. They need the authority's public key, and no other.");
        stage.tale().show(arithmetic(stage.config()));
        stage.forgetWhatServersSaw();
        return stage.attempt(() -> {
            ServerIdentity own = enrol(stage);
            stage.tellWhatServersSaw();
            stage.tale().step("P2 opens with K_tmp1. The attacker is certified now:");
            stage.tale()
                    .show(List.of(
                            "subject     " + own.name(),
                            "issuer      " + stage.config().authorityName(),
                            "public key  " + RsaKeys.fingerprint(own.publicKey()) + ", the attacker's"));
            stage.tale().step("They answer a client's P3 in the server's place.");
            return FalseDoor.of(own, stage).tryOnVictim(stage);
        });
    }

    /** As the server does it. */
    private ServerIdentity enrol(Stage stage) throws Exception {
        RealmConfig realm = stage.config();
        Enrolment enrolment = new Enrolment(
                name(realm),
                stage.authority(),
                realm.clockSkew(),
                stage.seals(),
                stage.lab().randomness(),
                KeyOrigin.of(realm.profile(), () -> OwnKey.PAIR));
        Enrolment.Asked request = enrolment.ask(stage.now());
        try (Line line = stage.line(Party.CA)) {
            ServerRegistrationRep reply = line.ask(request.request(), ServerRegistrationRep.class);
            return enrolment.accept(request, reply, stage.now()).identity();
        }
    }
}
