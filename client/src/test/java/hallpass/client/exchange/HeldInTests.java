package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.KEY_UPDATE;
import static hallpass.testkit.LabRealm.KEY_UPDATE_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.LabRealm.TICKET_GRANTING_KEY;
import static hallpass.testkit.LabRealm.credentialFor;

import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateCheck;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Validity;
import hallpass.protocol.Transcript;
import hallpass.testkit.CredentialDraft;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;

/** What alice, and ID-Client1, hold in these tests: all issued a minute before noon, for ten hours. */
public final class HeldInTests {
    public static final PrincipalName CLIENT = new PrincipalName("ID-Client1");
    public static final PrincipalName SERVER = new PrincipalName("ID-Server");

    private HeldInTests() {}

    /** The certified one of a server whose authority has the same key, since making keys takes time. */
    static ServerKey serverKey(KeyPair pair, BigInteger serial) {
        Validity validity = Validity.starting(NOON, Duration.ofDays(1), Duration.ZERO);
        X509Certificate authority = CertificateAuthority.selfSigned(
                        new PrincipalName("ID-CA"), pair, validity, BigInteger.ONE)
                .certificate();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        try {
            return new ServerKey(SERVER, key, key, serial, CertificateCheck.trusting(authority), Transcript.START);
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }

    public static HeldTicket ticket(LabRealm lab) {
        CredentialDraft draft = credentialFor(TICKET_GRANTING);
        return new HeldTicket(
                draft.client(),
                draft.server(),
                draft.sessionKey(),
                lab.seals().seal(Ticket.PART, draft.ticket(), TICKET_GRANTING_KEY, Trace.NONE),
                draft.issuedAt(),
                draft.lifetime());
    }

    public static HeldToken token(LabRealm lab) {
        return token(lab, DESK, DESK_KEY);
    }

    public static HeldToken keyUpdateToken(LabRealm lab) {
        return token(lab, KEY_UPDATE, KEY_UPDATE_KEY);
    }

    private static HeldToken token(LabRealm lab, PrincipalName service, SymmetricKey serviceKey) {
        CredentialDraft draft = credentialFor(service);
        return new HeldToken(
                draft.client(),
                draft.server(),
                draft.sessionKey(),
                lab.seals().seal(Token.PART, draft.token(), serviceKey, Trace.NONE),
                draft.issuedAt(),
                draft.lifetime());
    }

    public static HeldSession session() {
        return new HeldSession(CLIENT, SERVER, SESSION_KEY, NOON.minus(Duration.ofMinutes(1)), Duration.ofHours(10));
    }
}
