package hallpass.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.ClientCertificateFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
import hallpass.pki.KeyMaterialException;

/** The client flows with the names and passwords of a {@link RealmFixture}. */
public final class TestClient {
    private final RealmFixture folder;
    private final ClientSettings settings;
    private final KerberosClient kerberos;
    private final PkiClient pki;
    private final CertificateValidator authority;

    public TestClient(RealmFixture folder, ClientSettings settings) throws RealmException {
        this.folder = folder;
        this.settings = settings;
        this.kerberos = new KerberosClient(settings);
        this.pki = new PkiClient(settings);
        this.authority = caCertificate(folder);
    }

    private static CertificateValidator caCertificate(RealmFixture folder) throws RealmException {
        try {
            return CertificateValidator.trusting(
                    PemFiles.readCertificate(folder.open().authorityCertificate(Party.CLIENT)));
        } catch (KeyMaterialException e) {
            throw new AssertionError("the CA certificate of the fixture is valid", e);
        }
    }

    public ClientSettings settings() {
        return settings;
    }

    public KerberosClient kerberos() {
        return kerberos;
    }

    public PkiClient pki() {
        return pki;
    }

    public CachedTicket login() throws ClientException {
        return login(RealmFixture.ALICE, RealmFixture.ALICE_PASSWORD);
    }

    public CachedTicket login(PrincipalName user, String password) throws ClientException {
        return kerberos.login(user, password::toCharArray);
    }

    /** Requests a token for the memo service. */
    public CachedToken token(CachedTicket ticket) throws ClientException {
        return kerberos.requestToken(ticket, settings.config().serviceName());
    }

    public int updateKey(PrincipalName user, String old, String replacement) throws ClientException {
        return kerberos.updateKey(user, old::toCharArray, replacement::toCharArray);
    }

    public CachedSession register() throws ClientException {
        return register(settings.config().pkiClientName());
    }

    public CachedSession register(PrincipalName name) throws ClientException {
        try {
            return pki.register(name, authority, ClientCertificateFiles.readProof(folder.open(), name));
        } catch (RealmException e) {
            throw new AssertionError(e);
        }
    }

    /** Fetches the CRL from the CA (P9, P10). */
    public Crl fetchCrl(long minimumNumber) throws ClientException {
        return pki.fetchCrl(authority, minimumNumber);
    }

    /** Requests the memo with Kerberos (K1 to K8). */
    public String memoByKerberos() throws ClientException {
        return kerberos.request(token(login()), "memo");
    }

    /** Requests the memo with the PKI protocol (P3 to P8). */
    public String memoByPki() throws ClientException {
        return pki.request(register(), "memo");
    }

    public void assertBothFlowsWork() throws ClientException {
        assertThat(memoByKerberos()).isEqualTo(RealmFixture.MEMO);
        assertThat(memoByPki()).isEqualTo(RealmFixture.MEMO);
    }
}
