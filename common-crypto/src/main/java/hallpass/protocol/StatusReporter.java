package hallpass.protocol;

import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Status of a server as reported to any peer. It contains no confidential data.
 *
 * @param name the server's principal name
 * @param state {@link #READY}, optionally with a warning, or the reason why the server is not ready
 * @param replayCacheSize number of requests in the replay cache
 */
public record StatusReporter(
        Party party,
        PrincipalName name,
        String profile,
        String version,
        Supplier<String> state,
        LongSupplier replayCacheSize) {
    public static final String READY = "ready";
    /** Separates {@link #READY} from a warning about a server that serves requests. */
    public static final String WARNING_SEPARATOR = ", but ";

    /** Whether a server in this state serves requests. */
    public static boolean isReady(String state) {
        return state.equals(READY) || state.startsWith(READY + WARNING_SEPARATOR);
    }

    StatusRep toReply(Instant now) {
        return new StatusRep(party.id(), name.text(), now, profile, version, state.get(), replayCacheSize.getAsLong());
    }
}
