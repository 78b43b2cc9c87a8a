package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ClientProof;

/**
 * Somebody at the certificate door, with the client's own code.
 *
 * @param authority that they believe
 * @param proof of the name, where one is asked for
 */
public record PkiUser(PrincipalName name, PkiClient client, CertificateValidator authority, ClientProof proof) {
    /** P3 to P6. */
    public CachedSession register() throws ClientException {
        return client.register(name, authority, proof);
    }

    /** The whole way: P3 to P8. */
    public String request(String request) throws ClientException {
        return client.request(register(), request);
    }

    /** Something at the desk that nobody else should read. */
    public SecretNote storeNote(AttackContext context) throws ClientException {
        SecretNote note = SecretNote.of(name, context);
        request(note.storeRequest());
        context.narration().paragraph("The note says: " + note.text());
        return note;
    }

    /** The same name in the mouth of somebody who has nothing to prove it with. */
    public PkiUser withoutProof() {
        return new PkiUser(name, client, authority, ClientProof.NONE);
    }

    @Override
    public String toString() {
        return name.text();
    }
}
