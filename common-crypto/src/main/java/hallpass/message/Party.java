package hallpass.message;

import java.util.List;
import java.util.Locale;

/** Who acts: the five servers, the client, and whoever administers the realm. */
public enum Party {
    AS,
    TGS,
    SERVICE,
    CA,
    APP,
    CLIENT,
    REALM;

    /** In the order of the protocol's story. */
    public static final List<Party> SERVERS = List.of(AS, TGS, SERVICE, CA, APP);

    /** As commands, folders and log lines call it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
