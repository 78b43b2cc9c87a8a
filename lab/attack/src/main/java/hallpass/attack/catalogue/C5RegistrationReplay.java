package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.ServerGroups;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.protocol.Guard;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import java.util.List;
import java.util.Set;

/** Replays a server's registration and obtains another certificate for that server. */
public final class C5RegistrationReplay implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C5",
                "registration replay",
                "P1 is encrypted to the authority and holds the server's name and a time. The "
                        + "authority accepts the same P1 more than once: anyone who recorded it can send it "
                        + "again, and the authority makes another key pair and another certificate for a "
                        + "server that asked once. The attacker cannot decrypt the reply, but each replay adds "
                        + "a certificate that must be stored and perhaps revoked.",
                List.of("observe P1", "send it again within the clock skew"),
                List.of("RFC 4210, section 3.1.1.4: freshness in enrolment"),
                Defences.of(Guard.REPLAY_CACHE, "34 ca")
                        .and(Guard.ENROLMENT_TOKEN, "1032 ca")
                        .hardened("1032 ca"));
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public boolean needsOwnRealm() {
        // The application server sends P1 when it starts.
        return true;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        narration.step("The server registered with the authority when it started. The attacker recorded P1.");
        ServerRegistrationReq recordedRequest =
                context.firstSinceStart(MessageType.SERVER_REGISTRATION_REQ, ServerRegistrationReq.class);
        int before = countCertificates(context);
        narration.step("The attacker sends the same P1 again.");
        return context.attemptAndNarrate(() -> {
            try (AttackerConnection connection = context.connect(Party.CA)) {
                connection.request(recordedRequest, ServerRegistrationRep.class);
            }
            int after = countCertificates(context);
            return after > before
                    ? Outcome.succeeded("the authority's ledger holds " + after
                            + " certificates for a server that asked " + before + " times")
                    : Outcome.noEffect("no certificate was issued");
        });
    }

    private static int countCertificates(AttackContext context) throws Exception {
        try (CertificateLedger ledger = RealmStores.of(context.lab().folder()).ledger()) {
            return ledger.list().size();
        }
    }
}
