package hallpass.attack;

import hallpass.client.Failure;
import hallpass.client.PkiClient;
import hallpass.client.credential.HeldSession;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.ClientProof;

/**
 * Somebody at the certificate door, with the client's own code.
 *
 * @param authority that they believe
 * @param proof of the name, where one is asked for
 */
public record Registrant(PrincipalName name, PkiClient client, CertificateCheck authority, ClientProof proof) {
    /** P3 to P6. */
    public HeldSession register() throws Failure {
        return client.register(name, authority, proof);
    }

    /** The whole way: P3 to P8. */
    public String ask(String request) throws Failure {
        return client.request(register(), request);
    }

    /** Something at the desk that nobody else should read. */
    public Note keepNote(Stage stage) throws Failure {
        Note note = Note.of(name, stage);
        ask(note.kept());
        stage.tale().say("The note says: " + note.text());
        return note;
    }

    /** The same name in the mouth of somebody who has nothing to prove it with. */
    public Registrant withoutProof() {
        return new Registrant(name, client, authority, ClientProof.NONE);
    }

    @Override
    public String toString() {
        return name.text();
    }
}
