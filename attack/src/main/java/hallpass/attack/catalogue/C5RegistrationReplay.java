package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.Line;
import hallpass.attack.Outcome;
import hallpass.attack.Stage;
import hallpass.message.MessageType;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.protocol.Guard;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.util.List;
import java.util.Set;

/** A server's registration, sent again. */
public final class C5RegistrationReplay implements Attack {
    @Override
    public Card card() {
        return new Card(
                "C5",
                "registration replay",
                "P1 is sealed to the authority, and says who asks, and when. Nothing in it is used up by being "
                        + "answered. Whoever recorded it sends it again, and the authority makes another key pair and "
                        + "another certificate for a server that asked once. They cannot be opened; but each is one "
                        + "more to be kept, counted and revoked.",
                List.of("to hear P1", "to send it again within the skew"),
                List.of("RFC 4210, section 3.1.1.4, on freshness in enrolment"),
                Set.of(Guard.REPLAY_CACHE, Guard.ENROLMENT_TOKEN));
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public boolean spoilsItsRealm() {
        // P1 goes by when the application server starts.
        return true;
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        stage.tale().step("The server registered with the authority when it started. The attacker recorded P1.");
        ServerRegistrationReq heard = stage.firstEver(MessageType.SERVER_REGISTRATION_REQ, ServerRegistrationReq.class);
        int before = certificates(stage);
        stage.tale().step("The attacker sends it again.");
        return stage.attemptAndTell(() -> {
            try (Line line = stage.line(Party.CA)) {
                line.ask(heard, ServerRegistrationRep.class);
            }
            int after = certificates(stage);
            return after > before
                    ? Outcome.succeeded("the authority's ledger has " + after + " certificates of a server that asked "
                            + before + " times")
                    : Outcome.nothing("no certificate was made");
        });
    }

    private static int certificates(Stage stage) throws Exception {
        try (CertificateLedger ledger = RealmStores.of(stage.lab().folder()).ledger()) {
            return ledger.list().size();
        }
    }
}
