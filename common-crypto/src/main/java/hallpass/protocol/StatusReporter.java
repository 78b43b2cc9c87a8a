package hallpass.protocol;

import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a server tells anybody who asks: nothing that a passer-by may not know.
 *
 * @param name the server's own name in its protocol
 * @param state {@link #READY}, or what it waits for
 * @param replayCacheSize how many requests its replay cache holds
 */
public record StatusReporter(
        Party party,
        PrincipalName name,
        String profile,
        String version,
        Supplier<String> state,
        LongSupplier replayCacheSize) {
    public static final String READY = "ready";
    /** Between {@link #READY} and what whoever runs the server must look after, though it serves. */
    public static final String WARNING_SEPARATOR = ", but ";

    /** Whether a server in this state serves. */
    public static boolean isReady(String state) {
        return state.equals(READY) || state.startsWith(READY + WARNING_SEPARATOR);
    }

    StatusRep toReply(Instant now) {
        return new StatusRep(party.id(), name.text(), now, profile, version, state.get(), replayCacheSize.getAsLong());
    }
}
