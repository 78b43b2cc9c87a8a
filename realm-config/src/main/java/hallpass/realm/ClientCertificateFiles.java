package hallpass.realm;

import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import hallpass.pki.ClientProof;
import hallpass.protocol.Guard;
import hallpass.trace.Printable;
import java.nio.file.Files;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** The certificates by which clients prove their names, each with its key beside it. */
public final class ClientCertificateFiles {
    private ClientCertificateFiles() {}

    /**
     * What a client shows when it registers under a name.
     *
     * @throws RealmProblem if that has to be proved, and there is no certificate for it here
     */
    public static ClientProof proof(RealmFolder realm, PrincipalName client) throws RealmProblem {
        if (!realm.config().profile().has(Guard.CLIENT_CERTIFICATE)) {
            return ClientProof.NONE;
        }
        if (Files.notExists(realm.clientCertificate(client))) {
            throw new RealmProblem("There is no certificate for " + Printable.of(client.text()) + " in "
                    + Printable.of(
                            String.valueOf(realm.clientCertificate(client).getParent()))
                    + ", and this realm asks for one. Have it issued with: hallpass ca issue-client "
                    + Printable.of(client.text()));
        }
        return ClientProof.certified(
                Certificates.encode(PemFiles.certificate(realm.clientCertificate(client))),
                PemFiles.privateKey(realm.clientKey(client)));
    }

    /** Keeps a certificate and its key, in the place of those before. */
    public static void write(RealmFolder realm, PrincipalName client, X509Certificate certificate, PrivateKey key)
            throws RealmProblem {
        PemFiles.write(realm.clientKey(client), key);
        PemFiles.write(realm.clientCertificate(client), Certificates.encode(certificate));
    }
}
