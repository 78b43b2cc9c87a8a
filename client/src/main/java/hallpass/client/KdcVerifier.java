package hallpass.client;

import hallpass.client.credential.CachedTicket;
import hallpass.config.RealmFolder;
import hallpass.protocol.Guard;

/** Verifies after a login that the answering server is the KDC of the realm. */
@FunctionalInterface
public interface KdcVerifier {
    /** Accepts every KDC, including one whose operator chose the password. */
    KdcVerifier NONE = (ticket, settings) -> {};

    /**
     * @param ticket the result of the login
     * @throws ClientException if the server is not the KDC, or the verification is impossible
     */
    void verify(CachedTicket ticket, ClientSettings settings) throws ClientException;

    /** The verifier that the guards of the realm require. */
    static KdcVerifier of(RealmFolder realm) {
        return realm.config().profile().has(Guard.VERIFY_KDC) ? new HostKeyKdcVerifier(realm.hostKeytab()) : NONE;
    }
}
