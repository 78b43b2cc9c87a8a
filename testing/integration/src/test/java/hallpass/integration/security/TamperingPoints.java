package hallpass.integration.security;

import static hallpass.message.MessageType.AP_REQ;
import static hallpass.message.MessageType.AS_REP;
import static hallpass.message.MessageType.AS_REQ;
import static hallpass.message.MessageType.CERTIFICATE_REQ;
import static hallpass.message.MessageType.CLIENT_REGISTRATION_REP;
import static hallpass.message.MessageType.CRL_REP;
import static hallpass.message.MessageType.CRL_REQ;
import static hallpass.message.MessageType.ERROR;
import static hallpass.message.MessageType.KEY_UPDATE_REP;
import static hallpass.message.MessageType.KEY_UPDATE_REQ;
import static hallpass.message.MessageType.PKI_SERVICE_REP;
import static hallpass.message.MessageType.PKI_SERVICE_REQ;
import static hallpass.message.MessageType.PRE_AUTHENTICATION_REP;
import static hallpass.message.MessageType.PRE_AUTHENTICATION_REQ;
import static hallpass.message.MessageType.REVOCATION_REP;
import static hallpass.message.MessageType.REVOCATION_REQ;
import static hallpass.message.MessageType.SERVER_REGISTRATION_REP;
import static hallpass.message.MessageType.SERVER_REGISTRATION_REQ;
import static hallpass.message.MessageType.SERVICE_REP;
import static hallpass.message.MessageType.TGS_REP;
import static hallpass.message.MessageType.TGS_REQ;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.adversary.RecordedFrame;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationStatusReq;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds every frame of both protocols, each in the shortest operation that contains it. */
final class TamperingPoints {
    private static final Set<MessageType> KDC =
            EnumSet.of(PRE_AUTHENTICATION_REQ, PRE_AUTHENTICATION_REP, AS_REQ, AS_REP, TGS_REQ, TGS_REP);

    private final TamperingRealm realm;
    private final List<TamperingPoint> points = new ArrayList<>();

    private TamperingPoints(TamperingRealm lab) {
        this.realm = lab;
    }

    static List<TamperingPoint> findIn(TamperingRealm lab) throws Exception {
        TamperingPoints found = new TamperingPoints(lab);
        found.findKerberos();
        found.findPki();
        return found.points;
    }

    private void findKerberos() throws Exception {
        PrincipalName alice = RealmFixture.ALICE;
        PrincipalName bob = RealmFixture.BOB;
        String alicesPassword = RealmFixture.ALICE_PASSWORD;
        String bobsPassword = RealmFixture.BOB_PASSWORD;
        // Includes the K3 and K4 that verify the KDC; those for the service follow.
        find(
                "a login",
                KDC,
                8,
                realm.loginAndRequest(alice, alicesPassword),
                Optional.of(realm.loginAndRequest(bob, bobsPassword)));
        find(
                "a token",
                KDC,
                2,
                realm.tokenAndRequest(alice, alicesPassword),
                Optional.of(realm.tokenAndRequest(bob, bobsPassword)));
        find(
                "a service session",
                EnumSet.range(AP_REQ, SERVICE_REP),
                6,
                realm.serviceRequests(alice, alicesPassword),
                Optional.of(realm.serviceRequests(bob, bobsPassword)));
        find("a wrong password", EnumSet.of(ERROR), 1, realm.wrongPassword(), Optional.empty());
        find(
                "a key update",
                EnumSet.of(TGS_REQ, TGS_REP, KEY_UPDATE_REQ, KEY_UPDATE_REP),
                6,
                realm.keyUpdate(),
                Optional.empty());
    }

    private void findPki() throws Exception {
        PrincipalName client = TamperingRealm.CLIENT;
        ClientOperation other = realm.registerAndRequest(TamperingRealm.OTHER_CLIENT);
        find(
                "an enrolment",
                EnumSet.of(SERVER_REGISTRATION_REQ, SERVER_REGISTRATION_REP),
                2,
                realm.enrolment(),
                Optional.empty());
        Set<MessageType> registration = EnumSet.range(CERTIFICATE_REQ, CLIENT_REGISTRATION_REP);
        registration.addAll(EnumSet.of(REVOCATION_REQ, REVOCATION_REP));
        ClientOperation whole = realm.registerAndRequest(client);
        find("a registration", registration, 6, whole, Optional.of(other));
        BigInteger serial = realm.serial(client);
        find(
                "a client's certificate",
                EnumSet.of(REVOCATION_REQ, REVOCATION_REP),
                2,
                whole,
                Optional.empty(),
                realm.caAdversary(),
                recorded -> concerns(serial, recorded, realm.caAdversary()));
        find(
                "a session",
                EnumSet.of(PKI_SERVICE_REQ, PKI_SERVICE_REP),
                4,
                realm.sessionRequests(TamperingRealm.REGISTERED_CLIENT),
                Optional.of(other));
        find("a CRL", EnumSet.of(CRL_REQ, CRL_REP), 2, realm.crl(), Optional.empty());
    }

    /** The application server also queries the status of its own certificate at any time. */
    private static boolean concerns(BigInteger serial, RecordedFrame recorded, Adversary wire) {
        return Optional.of(recorded)
                .filter(frame -> frame.hasType(REVOCATION_REQ))
                .or(() -> wire.recording().requestOf(recorded))
                .flatMap(RecordedFrame::message)
                .filter(message -> message instanceof RevocationStatusReq request
                        && request.toBigInteger().equals(serial))
                .isPresent();
    }

    private void find(
            String what, Set<MessageType> types, int count, ClientOperation undertaking, Optional<ClientOperation> twin)
            throws Exception {
        find(what, types, count, undertaking, twin, realm.adversary(), recorded -> true);
    }

    /** Adds the first {@code count} frames of these types. */
    private void find(
            String what,
            Set<MessageType> types,
            int count,
            ClientOperation undertaking,
            Optional<ClientOperation> twin,
            Adversary wires,
            Predicate<RecordedFrame> counts)
            throws Exception {
        int before = runUndisturbed(undertaking, wires);
        Map<MessageType, Integer> numbers = new EnumMap<>(MessageType.class);
        wires.recording().all().stream()
                .skip(before)
                .filter(counts)
                .filter(recorded -> types.stream().anyMatch(recorded::hasType))
                .limit(count)
                .forEach(recorded -> {
                    MessageType type =
                            types.stream().filter(recorded::hasType).findFirst().orElseThrow();
                    int nth = numbers.merge(type, 1, Integer::sum);
                    String name = type.label() + (nth > 1 ? " (" + nth + ")" : "") + " of " + what;
                    points.add(new TamperingPoint(name, type, nth, wires, counts, undertaking, twin, recorded.frame()));
                });
    }

    /** Returns the number of frames recorded before an undisturbed run that succeeded. */
    private static int runUndisturbed(ClientOperation undertaking, Adversary wires) throws Exception {
        for (int tries = 1; ; tries++) {
            int before = wires.recording().all().size();
            OperationResult result = OperationResult.of(undertaking);
            undertaking.assertNoOtherEffect();
            if (!result.isUnanswered() || tries == FrameTamperingTest.MAX_TRIES) {
                assertThat(result.isExpected()).as("undisturbed: %s", result).isTrue();
                return before;
            }
        }
    }
}
