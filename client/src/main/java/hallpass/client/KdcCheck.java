package hallpass.client;

import hallpass.client.credential.HeldTicket;
import hallpass.protocol.Guard;
import hallpass.realm.RealmFolder;

/** What a client wants to see of whoever answered a login, before it believes that it was the realm's KDC. */
@FunctionalInterface
public interface KdcCheck {
    /** Nothing: who knows the password that is typed is believed, also one who chose it. */
    KdcCheck NONE = (ticket, setting) -> {};

    /**
     * @param ticket of the login
     * @throws Failure unless it was the KDC, or if that cannot be told now
     */
    void check(HeldTicket ticket, ClientSetting setting) throws Failure;

    /** That which the realm's guards call for. */
    static KdcCheck of(RealmFolder realm) {
        return realm.config().profile().has(Guard.VERIFY_KDC) ? new HostKeyCheck(realm.hostKeys()) : NONE;
    }
}
