package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.RecordedVisit;
import hallpass.attack.Registrant;
import hallpass.attack.Stage;
import hallpass.message.ClientRegistration;
import hallpass.message.IssuedCertificate;
import hallpass.message.MessageType;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Binding;
import hallpass.protocol.Guard;
import hallpass.protocol.Seals;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;
import java.util.Set;

/** The authority made the server's private key, and sent it: who has the authority's key one day opens all that was recorded. */
public final class C4LeakedAuthorityKey implements Attack {
    @Override
    public Card card() {
        return new Card(
                "C4",
                "authority-made private key",
                "The authority makes the server's key pair, and P2 carries the private half. It is sealed; but P1 "
                        + "carries the key that opens it, and the authority's private key opens P1. An authority's key "
                        + "is there to sign. Here it also opens, years later, whatever was said to every server that it "
                        + "ever made a key for.",
                List.of("to record the server's registration, and a client's", "the authority's private key, some day"),
                List.of(
                        "RFC 2986: who is to be certified makes the key pair",
                        "RFC 4211, section 4: proof of possession"),
                Set.of(Guard.LOCAL_KEYS));
    }

    @Override
    public List<String> remarks() {
        return List.of("local-keys keeps closed what was recorded. Whoever has the authority's key can still certify "
                + "themselves as the server from then on.");
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        stage.tale()
                .step(
                        "The server registers with the authority: P1, P2. The attacker can open neither, and keeps both.");
        ServerRegistrationReq p1 = stage.firstEver(MessageType.SERVER_REGISTRATION_REQ, ServerRegistrationReq.class);
        ServerRegistrationRep p2 = stage.firstEver(MessageType.SERVER_REGISTRATION_REP, ServerRegistrationRep.class);

        Registrant victim = stage.registrant("alice");
        stage.tale().step(victim + " registers with the server, and keeps a note there: P3 to P8. They are kept, too.");
        Note note = victim.keepNote(stage);
        RecordedVisit visit = RecordedVisit.last(stage);

        stage.tale().step("Later, ca.key is stolen, and what was recorded opens, one after another.");
        Seals seals = stage.seals();
        ServerRegistration asked = seals.open(
                ServerRegistration.PART,
                p1.registration(),
                stage.lab().authority().privateKey(),
                "SK_ca",
                Trace.NONE);
        IssuedCertificate issued =
                seals.open(IssuedCertificate.PART, p2.issued(), asked.temporaryKey(), Binding.replyTo(p1), Trace.NONE);
        stage.tale().show(List.of("SK_ca   opens P1:  K_tmp1, " + asked.server() + ", " + asked.sentAt()));
        if (issued.privateKey().isEmpty()) {
            stage.tale().show(List.of("K_tmp1  opens P2:  a certificate, and no private key"));
            return Outcome.nothing("the server's private key never went by, so P5 stays closed");
        }
        RSAPrivateCrtKey stolen = RsaKeys.privateKey(issued.privateKey());
        ClientRegistration registered =
                seals.open(ClientRegistration.PART, visit.registration().registration(), stolen, "SK_s", Trace.NONE);
        stage.tale()
                .show(List.of(
                        "K_tmp1  opens P2:  SK_s, RSA-" + stolen.getModulus().bitLength(),
                        "SK_s    opens P5:  K_tmp2, " + registered.client() + ", " + registered.sentAt()));
        return stage.attempt(() -> visit.misuse(registered.temporaryKey(), note, stage));
    }
}
