package hallpass.trace;

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

    /** As commands, folders and log lines call it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
