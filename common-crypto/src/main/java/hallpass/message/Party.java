package hallpass.message;

import java.util.List;
import java.util.Locale;

/** Parties of the protocol: the five servers, the client, and the realm administrator. */
public enum Party {
    AS,
    TGS,
    SERVICE,
    CA,
    APP,
    CLIENT,
    REALM;

    /** The servers of K1 to K12. */
    public static final List<Party> KERBEROS_SERVERS = List.of(AS, TGS, SERVICE);

    /** The servers of P1 to P12. */
    public static final List<Party> PKI_SERVERS = List.of(CA, APP);

    /** All servers, in the order in which the protocol description introduces them. */
    public static final List<Party> SERVERS = List.of(AS, TGS, SERVICE, CA, APP);

    /** The name of the party in commands, folder names and log lines. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
