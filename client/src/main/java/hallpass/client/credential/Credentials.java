package hallpass.client.credential;

import hallpass.message.PrincipalName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The credentials of one user in one realm. Immutable.
 *
 * @param ticket the ticket-granting ticket of the user who is logged in
 * @param tokens at most one for each service
 * @param sessions at most one for each client name
 */
public record Credentials(Optional<CachedTicket> ticket, List<CachedToken> tokens, List<CachedSession> sessions) {
    public static final Credentials EMPTY = new Credentials(Optional.empty(), List.of(), List.of());

    public Credentials {
        tokens = List.copyOf(tokens);
        sessions = List.copyOf(sessions);
    }

    /** Replaces the ticket, and drops the tokens that the old one led to. */
    public Credentials with(CachedTicket newTicket) {
        return new Credentials(Optional.of(newTicket), List.of(), sessions);
    }

    /** Adds a token, unless its ticket has been replaced meanwhile. */
    public Credentials with(CachedToken token, CachedTicket issuedFor) {
        if (!ticket.equals(Optional.of(issuedFor))) {
            return this;
        }
        List<CachedToken> others = new ArrayList<>(tokens);
        others.removeIf(other -> other.server().equals(token.server()));
        others.add(token);
        return new Credentials(ticket, others, sessions);
    }

    public Credentials with(CachedSession session) {
        List<CachedSession> others = new ArrayList<>(sessions);
        others.removeIf(other -> other.client().equals(session.client()));
        others.add(session);
        return new Credentials(ticket, tokens, others);
    }

    /** Returns the credentials that are valid at that time. */
    public Credentials validAt(Instant now) {
        return new Credentials(
                ticket.filter(held -> held.isValidAt(now)),
                tokens.stream().filter(held -> held.isValidAt(now)).toList(),
                sessions.stream().filter(held -> held.isValidAt(now)).toList());
    }

    public Optional<CachedToken> token(PrincipalName service) {
        return tokens.stream().filter(held -> held.server().equals(service)).findFirst();
    }

    public Optional<CachedSession> session(PrincipalName client) {
        return sessions.stream().filter(held -> held.client().equals(client)).findFirst();
    }

    public boolean isEmpty() {
        return ticket.isEmpty() && tokens.isEmpty() && sessions.isEmpty();
    }
}
