package hallpass.it;

import static hallpass.message.MessageType.AP_REQ;
import static hallpass.message.MessageType.AS_REP;
import static hallpass.message.MessageType.AS_REQ;
import static hallpass.message.MessageType.CERTIFICATE_REQ;
import static hallpass.message.MessageType.CLIENT_REGISTRATION_REP;
import static hallpass.message.MessageType.ERROR;
import static hallpass.message.MessageType.KEY_UPDATE_REP;
import static hallpass.message.MessageType.KEY_UPDATE_REQ;
import static hallpass.message.MessageType.PKI_SERVICE_REP;
import static hallpass.message.MessageType.PKI_SERVICE_REQ;
import static hallpass.message.MessageType.PRE_AUTHENTICATION_REP;
import static hallpass.message.MessageType.PRE_AUTHENTICATION_REQ;
import static hallpass.message.MessageType.REVOCATION_LIST_REP;
import static hallpass.message.MessageType.REVOCATION_LIST_REQ;
import static hallpass.message.MessageType.REVOCATION_REP;
import static hallpass.message.MessageType.REVOCATION_REQ;
import static hallpass.message.MessageType.SERVER_REGISTRATION_REP;
import static hallpass.message.MessageType.SERVER_REGISTRATION_REQ;
import static hallpass.message.MessageType.SERVICE_REP;
import static hallpass.message.MessageType.TGS_REP;
import static hallpass.message.MessageType.TGS_REQ;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.adversary.Passing;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationReq;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Every frame of both flows and of what goes on beside them, each as part of as little as it can be seen in. */
final class Places {
    private static final Set<MessageType> KDC =
            EnumSet.of(PRE_AUTHENTICATION_REQ, PRE_AUTHENTICATION_REP, AS_REQ, AS_REP, TGS_REQ, TGS_REP);

    private final BitLab lab;
    private final List<Place> places = new ArrayList<>();

    private Places(BitLab lab) {
        this.lab = lab;
    }

    static List<Place> in(BitLab lab) throws Exception {
        Places found = new Places(lab);
        found.kerberos();
        found.pki();
        return found.places;
    }

    private void kerberos() throws Exception {
        PrincipalName alice = LabFolder.ALICE;
        PrincipalName bob = LabFolder.BOB;
        String hers = LabFolder.ALICE_PASSWORD;
        String his = LabFolder.BOB_PASSWORD;
        // With K3 and K4 by which a host checks the KDC. Those for the desk follow.
        find("a login", KDC, 8, lab.wholeVisit(alice, hers), Optional.of(lab.wholeVisit(bob, his)));
        find("a token", KDC, 2, lab.visitFromTicket(alice, hers), Optional.of(lab.visitFromTicket(bob, his)));
        find(
                "a visit",
                EnumSet.range(AP_REQ, SERVICE_REP),
                6,
                lab.visitFromToken(alice, hers),
                Optional.of(lab.visitFromToken(bob, his)));
        find("a wrong password", EnumSet.of(ERROR), 1, lab.wrongPassword(), Optional.empty());
        find(
                "a key update",
                EnumSet.of(TGS_REQ, TGS_REP, KEY_UPDATE_REQ, KEY_UPDATE_REP),
                6,
                lab.keyUpdate(),
                Optional.empty());
    }

    private void pki() throws Exception {
        PrincipalName one = BitLab.REGISTERING;
        Undertaking too = lab.wholeRegistration(BitLab.REGISTERING_TOO);
        find(
                "an enrolment",
                EnumSet.of(SERVER_REGISTRATION_REQ, SERVER_REGISTRATION_REP),
                2,
                lab.enrolment(),
                Optional.empty());
        Set<MessageType> registration = EnumSet.range(CERTIFICATE_REQ, CLIENT_REGISTRATION_REP);
        registration.addAll(EnumSet.of(REVOCATION_REQ, REVOCATION_REP));
        Undertaking whole = lab.wholeRegistration(one);
        find("a registration", registration, 6, whole, Optional.of(too));
        BigInteger serial = lab.serial(one);
        find(
                "a client's certificate",
                EnumSet.of(REVOCATION_REQ, REVOCATION_REP),
                2,
                whole,
                Optional.empty(),
                lab.wireOfApp(),
                passing -> isAbout(serial, passing, lab.wireOfApp()));
        find(
                "a session",
                EnumSet.of(PKI_SERVICE_REQ, PKI_SERVICE_REP),
                4,
                lab.requestsInSession(BitLab.REGISTERED),
                Optional.of(too));
        find("a list", EnumSet.of(REVOCATION_LIST_REQ, REVOCATION_LIST_REP), 2, lab.revocationList(), Optional.empty());
    }

    /** The application server asks after its own certificate, too, whenever it likes. */
    private static boolean isAbout(BigInteger serial, Passing passing, Adversary wire) {
        return Optional.of(passing)
                .filter(frame -> frame.is(REVOCATION_REQ))
                .or(() -> wire.recording().answeredBy(passing))
                .flatMap(Passing::message)
                .filter(message -> message instanceof RevocationReq request
                        && request.number().equals(serial))
                .isPresent();
    }

    private void find(
            String what, Set<MessageType> types, int count, Undertaking undertaking, Optional<Undertaking> twin)
            throws Exception {
        find(what, types, count, undertaking, twin, lab.wires(), passing -> true);
    }

    /** The first so many of these types, as they come by. */
    private void find(
            String what,
            Set<MessageType> types,
            int count,
            Undertaking undertaking,
            Optional<Undertaking> twin,
            Adversary wires,
            Predicate<Passing> counts)
            throws Exception {
        int before = beforeUndisturbed(undertaking, wires);
        Map<MessageType, Integer> numbers = new EnumMap<>(MessageType.class);
        wires.recording().all().stream()
                .skip(before)
                .filter(counts)
                .filter(passing -> types.stream().anyMatch(passing::is))
                .limit(count)
                .forEach(passing -> {
                    MessageType type =
                            types.stream().filter(passing::is).findFirst().orElseThrow();
                    int nth = numbers.merge(type, 1, Integer::sum);
                    String name = type.label() + (nth > 1 ? " (" + nth + ")" : "") + " of " + what;
                    places.add(new Place(name, type, nth, wires, counts, undertaking, twin, passing.frame()));
                });
    }

    /** How many frames had come by before it went as it should. On a busy machine an answer may be late: then it goes again. */
    private static int beforeUndisturbed(Undertaking undertaking, Adversary wires) throws Exception {
        for (int tries = 1; ; tries++) {
            int before = wires.recording().all().size();
            Ending ending = Ending.of(undertaking);
            undertaking.assertNothingElseWasDone();
            if (!ending.isNoAnswer() || tries == EveryBitTest.MOST_TRIES) {
                assertThat(ending.isAsItShould()).as("undisturbed: %s", ending).isTrue();
                return before;
            }
        }
    }
}
