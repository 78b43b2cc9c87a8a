package hallpass.client.command;

import hallpass.pki.CertificateCheck;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Pem;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.nio.file.Path;

/** The authority that the client trusts: the certificate in its own folder of the realm. */
final class Authority {
    private static final int MAX_BYTES = 64 * 1024;

    private Authority() {}

    static CertificateCheck of(RealmFolder realm) throws RealmProblem {
        Path file = realm.authorityCertificate(Party.CLIENT);
        try {
            return CertificateCheck.trusting(Pem.certificate(PrivateFiles.read(file, MAX_BYTES)));
        } catch (KeyMaterialException e) {
            throw new RealmProblem(
                    Printable.of(file.toString()) + " " + e.problem()
                            + ". Put the certificate of the realm's authority there.",
                    e);
        }
    }
}
