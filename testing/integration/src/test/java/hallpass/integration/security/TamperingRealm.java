package hallpass.integration.security;

import hallpass.adversary.Adversary;
import hallpass.attack.lab.CachingStringToKey;
import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.PasswordSource;
import hallpass.client.ServiceSession;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.store.CertificateLedger;
import hallpass.store.NoteLimits;
import hallpass.store.NoteStore;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hardened realm whose connections all lead through adversaries, and operations in it. */
final class TamperingRealm implements AutoCloseable {
    static final PrincipalName CLIENT = new PrincipalName("ID-Client1");
    /** Separate from {@link #CLIENT}, because a new registration ends the client's session. */
    static final PrincipalName REGISTERED_CLIENT = new PrincipalName("ID-Client2");

    static final PrincipalName OTHER_CLIENT = new PrincipalName("ID-Client3");
    /** The user whose password the key updates change. */
    static final PrincipalName CAROL = new PrincipalName("carol");

    private static final List<String> PASSWORDS = List.of("one password", "another password");

    private final Adversary adversary = new Adversary(InstantSource.system());
    private final Adversary caAdversary = new Adversary(InstantSource.system());

    private final InProcessRealm realm;
    private final RealmFolder folder;
    private final TestClient client;
    private final CachingStringToKey keys;
    private final PrincipalStore principals;
    private final CertificateLedger ledger;
    private final NoteStore serviceNotes;
    private final NoteStore appNotes;

    TamperingRealm(Path path) throws Exception {
        RealmFixture lab = RealmFixture.create(path, Map.of("profile", "hardened"));
        realm = new InProcessRealm(lab);
        realm.routeThrough(caAdversary);
        realm.startAll();
        realm.routeThrough(adversary);
        lab.issueClientCertificate(REGISTERED_CLIENT);
        lab.issueClientCertificate(OTHER_CLIENT);
        lab.addUser(CAROL, PASSWORDS.get(0), InstantSource.system().instant());
        folder = lab.open();
        keys = new CachingStringToKey(folder.config().profile().stringToKey());
        client = new TestClient(lab, realm.clientSettings().with(keys));
        RealmStores stores = RealmStores.of(folder);
        principals = stores.principals(Randomness.secure());
        ledger = stores.ledger();
        cacheKey(RealmFixture.ALICE, RealmFixture.ALICE_PASSWORD);
        cacheKey(RealmFixture.BOB, RealmFixture.BOB_PASSWORD);
        cacheKey(CAROL, PASSWORDS.get(0));
        serviceNotes = stores.notes(Party.SERVICE, NoteLimits.DEFAULT);
        appNotes = stores.notes(Party.APP, NoteLimits.DEFAULT);
    }

    private void cacheKey(PrincipalName user, String password) {
        keys.put(password, principals.find(user).orElseThrow().key());
    }

    /** The adversary between the clients and the servers. */
    Adversary adversary() {
        return adversary;
    }

    /** The adversary between the application server and the CA. */
    Adversary caAdversary() {
        return caAdversary;
    }

    /** Serial number of a client certificate. */
    BigInteger serial(PrincipalName name) throws RealmException {
        return PemFiles.readCertificate(folder.clientCertificate(name)).getSerialNumber();
    }

    /** K11 to K8. */
    ClientOperation loginAndRequest(PrincipalName user, String password) {
        return kerberosNotes(user, () -> client.token(client.login(user, password)));
    }

    /** K3 to K8. */
    ClientOperation tokenAndRequest(PrincipalName user, String password) throws ClientException {
        CachedTicket ticket = client.login(user, password);
        return kerberosNotes(user, () -> client.token(ticket));
    }

    /** K5 to K8. */
    ClientOperation serviceRequests(PrincipalName user, String password) throws ClientException {
        CachedToken token = client.token(client.login(user, password));
        return kerberosNotes(user, () -> token);
    }

    /** P3 to P8, P11 and P12. */
    ClientOperation registerAndRequest(PrincipalName name) {
        return pkiNotes(name, () -> client.register(name));
    }

    /** P7 and P8. */
    ClientOperation sessionRequests(PrincipalName name) throws ClientException {
        CachedSession session = client.register(name);
        return pkiNotes(name, () -> session);
    }

    private interface CredentialSource<T> {
        T get() throws ClientException;
    }

    private ClientOperation kerberosNotes(PrincipalName user, CredentialSource<CachedToken> token) {
        PrincipalName other = user.equals(RealmFixture.ALICE) ? RealmFixture.BOB : RealmFixture.ALICE;
        return new NotesOperation(serviceNotes, user, other, requests -> {
            List<String> answers = new ArrayList<>();
            try (ServiceSession session = client.kerberos().openSession(token.get())) {
                for (String request : requests) {
                    answers.add(session.request(request));
                }
            }
            return answers;
        });
    }

    private ClientOperation pkiNotes(PrincipalName name, CredentialSource<CachedSession> credential) {
        PrincipalName other = name.equals(CLIENT) ? REGISTERED_CLIENT : CLIENT;
        return new NotesOperation(appNotes, name, other, requests -> {
            CachedSession session = credential.get();
            List<String> answers = new ArrayList<>();
            for (String request : requests) {
                answers.add(client.pki().request(session, request));
            }
            return answers;
        });
    }

    /** K11 to K4, K9 and K10. */
    ClientOperation keyUpdate() {
        return new KeyUpdateOperation(client, principals, keys, CAROL, PASSWORDS);
    }

    /** K11 to K1 and an ERROR; must be refused. */
    ClientOperation wrongPassword() {
        PasswordSource wrong = "wrong"::toCharArray;
        return ClientOperation.query(
                () -> {
                    try {
                        return client.kerberos()
                                .login(RealmFixture.ALICE, wrong)
                                .toString();
                    } catch (ClientException failure) {
                        if (ErrorTable.explain(failure).exit() == ExitCode.REFUSED) {
                            return "refused";
                        }
                        throw failure;
                    }
                },
                "refused");
    }

    /** P1 and P2. */
    ClientOperation enrolment() throws Exception {
        return new EnrolmentOperation(folder, ledger);
    }

    /** P9 and P10. */
    ClientOperation crl() throws ClientException {
        ClientOperation.ClientQuery list = () -> client.fetchCrl(0).encode().toHex();
        return ClientOperation.query(list, client.fetchCrl(0).encode().toHex());
    }

    @Override
    public void close() {
        adversary.close();
        caAdversary.close();
        realm.close();
        List.of(principals, ledger, serviceNotes, appNotes).forEach(store -> store.close());
    }
}
