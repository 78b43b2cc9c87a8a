package hallpass.attack;

import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Groups of servers that an attack can target. */
public final class ServerGroups {
    /** The servers of the Kerberos exchanges. */
    public static final Set<Party> KERBEROS = Collections.unmodifiableSet(EnumSet.copyOf(Party.KERBEROS_SERVERS));

    /** The servers of the PKI exchanges. */
    public static final Set<Party> PKI = Collections.unmodifiableSet(EnumSet.copyOf(Party.PKI_SERVERS));

    private ServerGroups() {}

    /** The guards that change an exchange of one of these servers. */
    static Set<Guard> guardsOf(Set<Party> servers) {
        return Arrays.stream(Guard.values())
                .filter(guard -> !Collections.disjoint(guard.servers(), servers))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Guard.class)));
    }
}
