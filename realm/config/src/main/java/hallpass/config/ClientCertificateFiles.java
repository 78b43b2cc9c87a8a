package hallpass.config;

import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import hallpass.pki.ClientProof;
import hallpass.protocol.Guard;
import hallpass.trace.PrintableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** The certificate and the private key of each client, in the client folder. */
public final class ClientCertificateFiles {
    private ClientCertificateFiles() {}

    /**
     * The proof of its name that a client sends when it registers.
     *
     * @throws RealmException if the realm requires a certificate, and the client has none
     */
    public static ClientProof readProof(RealmFolder realm, PrincipalName client) throws RealmException {
        if (!realm.config().profile().has(Guard.CLIENT_CERTIFICATE)) {
            return ClientProof.NONE;
        }
        if (Files.notExists(realm.clientCertificate(client))) {
            Path folder = realm.folderOf(Party.CLIENT);
            throw new RealmException(
                    RealmError.NO_CLIENT_CERTIFICATE,
                    client.text(),
                    "This realm requires client certificates, and " + PrintableText.escape(folder.toString())
                            + " has none for " + PrintableText.escape(client.text()) + ".");
        }
        return ClientProof.certified(
                Certificates.encode(PemFiles.readCertificate(realm.clientCertificate(client))),
                PemFiles.readPrivateKey(realm.clientKey(client)));
    }

    /** Replaces the certificate and the key of a client. */
    public static void write(RealmFolder realm, PrincipalName client, X509Certificate certificate, PrivateKey key)
            throws RealmException {
        realm.requireUnchanged();
        PemFiles.write(realm.clientKey(client), key);
        PemFiles.write(realm.clientCertificate(client), Certificates.encode(certificate));
    }
}
