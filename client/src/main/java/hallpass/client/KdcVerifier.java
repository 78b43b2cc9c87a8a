package hallpass.client;

import hallpass.client.credential.CachedTicket;
import hallpass.config.RealmFolder;
import hallpass.protocol.Guard;

/** What a client wants to see of whoever answered a login, before it believes that it was the realm's KDC. */
@FunctionalInterface
public interface KdcVerifier {
    /** Nothing: who knows the password that is typed is believed, also one who chose it. */
    KdcVerifier NONE = (ticket, settings) -> {};

    /**
     * @param ticket of the login
     * @throws ClientException unless it was the KDC, or if that cannot be told now
     */
    void verify(CachedTicket ticket, ClientSettings settings) throws ClientException;

    /** That which the realm's guards call for. */
    static KdcVerifier of(RealmFolder realm) {
        return realm.config().profile().has(Guard.VERIFY_KDC) ? new HostKeyKdcVerifier(realm.hostKeytab()) : NONE;
    }
}
