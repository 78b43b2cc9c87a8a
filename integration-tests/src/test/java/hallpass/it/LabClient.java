package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RevocationList;
import hallpass.realm.ClientCertificateFiles;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;

/** A client of a lab realm: its flows, with the passwords and names that the lab has. */
final class LabClient {
    private final LabFolder folder;
    private final ClientSetting setting;
    private final KerberosClient kerberos;
    private final PkiClient pki;
    private final CertificateCheck authority;

    LabClient(LabFolder folder, ClientSetting setting) throws RealmProblem {
        this.folder = folder;
        this.setting = setting;
        this.kerberos = new KerberosClient(setting);
        this.pki = new PkiClient(setting);
        this.authority = authority(folder);
    }

    private static CertificateCheck authority(LabFolder folder) throws RealmProblem {
        try {
            return CertificateCheck.trusting(PemFiles.certificate(folder.open().authorityCertificate(Party.CLIENT)));
        } catch (KeyMaterialException e) {
            throw new AssertionError("the realm's authority is one", e);
        }
    }

    ClientSetting setting() {
        return setting;
    }

    KerberosClient kerberos() {
        return kerberos;
    }

    PkiClient pki() {
        return pki;
    }

    HeldTicket login() throws Failure {
        return login(LabFolder.ALICE, LabFolder.ALICE_PASSWORD);
    }

    HeldTicket login(PrincipalName user, String password) throws Failure {
        return kerberos.login(user, password::toCharArray);
    }

    /** A token for the desk. */
    HeldToken token(HeldTicket ticket) throws Failure {
        return kerberos.token(ticket, setting.config().serviceName());
    }

    int updateKey(PrincipalName user, String old, String replacement) throws Failure {
        return kerberos.updateKey(user, old::toCharArray, replacement::toCharArray);
    }

    HeldSession register() throws Failure {
        return register(setting.config().pkiClientName());
    }

    HeldSession register(PrincipalName name) throws Failure {
        try {
            return pki.register(name, authority, ClientCertificateFiles.proof(folder.open(), name));
        } catch (RealmProblem e) {
            throw new AssertionError(e);
        }
    }

    /** From the authority itself: P9 and P10. */
    RevocationList revocationList(long seen) throws Failure {
        return pki.revocationList(authority, seen);
    }

    /** The whole Kerberos flow of a request: K1 to K8. */
    String kerberosMemo() throws Failure {
        return kerberos.request(token(login()), "memo");
    }

    /** The whole PKI flow of a request: P3 to P8. */
    String pkiMemo() throws Failure {
        return pki.request(register(), "memo");
    }

    /** Fails unless both doors give the memo out. */
    void assertBothFlowsWork() throws Failure {
        assertThat(kerberosMemo()).isEqualTo(LabFolder.MEMO);
        assertThat(pkiMemo()).isEqualTo(LabFolder.MEMO);
    }
}
