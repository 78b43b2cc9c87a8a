package hallpass.it;

import hallpass.adversary.Adversary;
import hallpass.attack.lab.KeptKeys;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.PasswordSource;
import hallpass.client.Visit;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.NoteLimits;
import hallpass.store.NoteStore;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hardened realm, an adversary on all of its wires, and what people and servers do there. */
final class BitLab implements AutoCloseable {
    static final PrincipalName REGISTERING = new PrincipalName("ID-Client1");
    /** Whoever registers again under the same name ends the session before. */
    static final PrincipalName REGISTERED = new PrincipalName("ID-Client2");

    static final PrincipalName REGISTERING_TOO = new PrincipalName("ID-Client3");
    /** Whose password becomes another one again and again. */
    static final PrincipalName CAROL = new PrincipalName("carol");

    private static final List<String> PASSWORDS = List.of("one password", "another password");

    private final Adversary wires = new Adversary(InstantSource.system());
    /** Between the application server and the authority. */
    private final Adversary wireOfApp = new Adversary(InstantSource.system());

    private final RealmInProcess realm;
    private final RealmFolder folder;
    private final LabClient client;
    private final KeptKeys keys;
    private final PrincipalStore principals;
    private final CertificateLedger ledger;
    private final NoteStore deskNotes;
    private final NoteStore doorNotes;

    BitLab(Path path) throws Exception {
        LabFolder lab = LabFolder.in(path, Map.of("profile", "hardened"));
        lab.leadThrough(wireOfApp);
        realm = new RealmInProcess(lab).startAll();
        lab.leadThrough(wires);
        lab.certifyClient(REGISTERED);
        lab.certifyClient(REGISTERING_TOO);
        lab.addUser(CAROL, PASSWORDS.get(0), InstantSource.system().instant());
        folder = lab.open();
        keys = new KeptKeys(folder.config().profile().passwordToKey());
        client = new LabClient(lab, realm.setting().with(keys));
        RealmStores stores = RealmStores.of(folder);
        principals = stores.principals(Randomness.secure());
        ledger = stores.ledger();
        keep(LabFolder.ALICE, LabFolder.ALICE_PASSWORD);
        keep(LabFolder.BOB, LabFolder.BOB_PASSWORD);
        keep(CAROL, PASSWORDS.get(0));
        deskNotes = stores.notes(Party.SERVICE, NoteLimits.DEFAULT);
        doorNotes = stores.notes(Party.APP, NoteLimits.DEFAULT);
    }

    private void keep(PrincipalName user, String password) {
        keys.keep(password, principals.find(user).orElseThrow().key());
    }

    /** The clients'. */
    Adversary wires() {
        return wires;
    }

    /** Of the application server, as it asks the authority. */
    Adversary wireOfApp() {
        return wireOfApp;
    }

    /** By which the application server asks after a registering client. */
    BigInteger serial(PrincipalName name) throws RealmProblem {
        return PemFiles.certificate(folder.clientCertificate(name)).getSerialNumber();
    }

    /** K11 to K8. */
    Undertaking wholeVisit(PrincipalName user, String password) {
        return atDesk(user, () -> client.token(client.login(user, password)));
    }

    /** K3 to K8. */
    Undertaking visitFromTicket(PrincipalName user, String password) throws Failure {
        HeldTicket ticket = client.login(user, password);
        return atDesk(user, () -> client.token(ticket));
    }

    /** K5 to K8. */
    Undertaking visitFromToken(PrincipalName user, String password) throws Failure {
        HeldToken token = client.token(client.login(user, password));
        return atDesk(user, () -> token);
    }

    /** P3 to P8, and P11, P12. */
    Undertaking wholeRegistration(PrincipalName name) {
        return atDoor(name, () -> client.register(name));
    }

    /** P7, P8. */
    Undertaking requestsInSession(PrincipalName name) throws Failure {
        HeldSession session = client.register(name);
        return atDoor(name, () -> session);
    }

    private interface Credential<T> {
        T get() throws Failure;
    }

    private Undertaking atDesk(PrincipalName user, Credential<HeldToken> token) {
        PrincipalName other = user.equals(LabFolder.ALICE) ? LabFolder.BOB : LabFolder.ALICE;
        return new NoteKeeping(deskNotes, user, other, requests -> {
            List<String> answers = new ArrayList<>();
            try (Visit visit = client.kerberos().enter(token.get())) {
                for (String request : requests) {
                    answers.add(visit.ask(request));
                }
            }
            return answers;
        });
    }

    private Undertaking atDoor(PrincipalName name, Credential<HeldSession> credential) {
        PrincipalName other = name.equals(REGISTERING) ? REGISTERED : REGISTERING;
        return new NoteKeeping(doorNotes, name, other, requests -> {
            HeldSession session = credential.get();
            List<String> answers = new ArrayList<>();
            for (String request : requests) {
                answers.add(client.pki().request(session, request));
            }
            return answers;
        });
    }

    /** K11 to K4, and K9, K10. */
    Undertaking keyUpdate() {
        return new KeyReplacing(client, principals, keys, CAROL, PASSWORDS);
    }

    /** K11 to K1, and an ERROR: nothing but that is to come of it. */
    Undertaking wrongPassword() {
        PasswordSource wrong = "wrong"::toCharArray;
        return Undertaking.toBelieve(
                () -> {
                    try {
                        return client.kerberos().login(LabFolder.ALICE, wrong).toString();
                    } catch (Failure failure) {
                        if (failure.exit() == ExitCode.REFUSED) {
                            return "refused";
                        }
                        throw failure;
                    }
                },
                "refused");
    }

    /** P1, P2. */
    Undertaking enrolment() throws Exception {
        return new Enrolling(folder, ledger);
    }

    /** P9, P10. */
    Undertaking revocationList() throws Failure {
        Undertaking.Belief list = () -> client.revocationList(0).encode().toHex();
        return Undertaking.toBelieve(list, client.revocationList(0).encode().toHex());
    }

    @Override
    public void close() {
        wires.close();
        wireOfApp.close();
        realm.close();
        List.of(principals, ledger, deskNotes, doorNotes).forEach(store -> store.close());
    }
}
