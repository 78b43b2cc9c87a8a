package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
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

/** A server's registration, sent again. */
public final class C5RegistrationReplay implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C5",
                "registration replay",
                "P1 is sealed to the authority, and says who asks, and when. Nothing in it is used up by being "
                        + "answered. Whoever recorded it sends it again, and the authority makes another key pair and "
                        + "another certificate for a server that asked once. They cannot be opened; but each is one "
                        + "more to be kept, counted and revoked.",
                List.of("to hear P1", "to send it again within the skew"),
                List.of("RFC 4210, section 3.1.1.4, on freshness in enrolment"),
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
        // P1 goes by when the application server starts.
        return true;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        context
                .narration()
                .step("The server registered with the authority when it started. The attacker recorded P1.");
        ServerRegistrationReq recordedRequest =
                context.firstSinceStart(MessageType.SERVER_REGISTRATION_REQ, ServerRegistrationReq.class);
        int before = countCertificates(context);
        context.narration().step("The attacker sends it again.");
        return context.attemptAndNarrate(() -> {
            try (AttackerConnection connection = context.connect(Party.CA)) {
                connection.request(recordedRequest, ServerRegistrationRep.class);
            }
            int after = countCertificates(context);
            return after > before
                    ? Outcome.succeeded("the authority's ledger has " + after + " certificates of a server that asked "
                            + before + " times")
                    : Outcome.noEffect("no certificate was made");
        });
    }

    private static int countCertificates(AttackContext context) throws Exception {
        try (CertificateLedger ledger =
                RealmStores.of(context.lab().folder()).ledger()) {
            return ledger.list().size();
        }
    }
}
