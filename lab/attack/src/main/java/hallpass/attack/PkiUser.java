package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ClientProof;

/**
 * A client of a PKI application server.
 *
 * @param authority validates the server's certificate
 * @param proof the client's certificate and key, if the realm demands them
 */
public record PkiUser(PrincipalName name, PkiClient client, CertificateValidator authority, ClientProof proof) {
    /** Registers (P3 to P6). */
    public CachedSession register() throws ClientException {
        return client.register(name, authority, proof);
    }

    /** Registers and sends a request (P3 to P8). */
    public String request(String request) throws ClientException {
        return client.request(register(), request);
    }

    /** Stores a note at the server that only its owner may read. */
    public SecretNote storeNote(AttackContext context) throws ClientException {
        SecretNote note = SecretNote.of(name, context);
        request(note.storeRequest());
        context.narration().paragraph("The note says: " + note.text());
        return note;
    }

    /** A client with the same name that cannot prove it. */
    public PkiUser withoutProof() {
        return new PkiUser(name, client, authority, ClientProof.NONE);
    }

    @Override
    public String toString() {
        return name.text();
    }
}
