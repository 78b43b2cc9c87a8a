package hallpass.attack;

import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The servers of the two doors, and which guards change anything for who attacks one of them. */
public final class ServerGroups {
    /** The KDC's two, and a service. */
    public static final Set<Party> KERBEROS =
            Collections.unmodifiableSet(EnumSet.of(Party.AS, Party.TGS, Party.SERVICE));

    /** The authority, and the application server that it certifies. */
    public static final Set<Party> PKI = Collections.unmodifiableSet(EnumSet.of(Party.CA, Party.APP));

    private static final Set<Guard> KERBEROS_ONLY_GUARDS = EnumSet.of(
            Guard.NONCE,
            Guard.NAME_BINDING,
            Guard.SALTED_KDF,
            Guard.PREAUTH,
            Guard.LIFETIME_CAP,
            Guard.RANDOM_SERVICE_KEYS,
            Guard.VERIFY_KDC);

    private static final Set<Guard> PKI_ONLY_GUARDS = EnumSet.of(
            Guard.REVOCATION,
            Guard.CERTIFIED_KEY,
            Guard.PINNED_ANCHOR,
            Guard.ENROLMENT_TOKEN,
            Guard.LOCAL_KEYS,
            Guard.TRANSCRIPT,
            Guard.CLIENT_CERTIFICATE,
            Guard.OAEP);

    private ServerGroups() {}

    /** All that are used where these servers are. */
    static Set<Guard> guardsOf(Set<Party> servers) {
        Set<Guard> guards = EnumSet.allOf(Guard.class);
        if (Collections.disjoint(servers, KERBEROS)) {
            guards.removeAll(KERBEROS_ONLY_GUARDS);
        }
        if (Collections.disjoint(servers, PKI)) {
            guards.removeAll(PKI_ONLY_GUARDS);
        }
        return guards;
    }
}
