package hallpass.client.credential;

import hallpass.message.PrincipalName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one person holds in one realm. A value: adding gives another wallet.
 *
 * @param ticket whom they are logged in as
 * @param tokens at most one for each service
 * @param sessions at most one for each name
 */
public record Credentials(Optional<CachedTicket> ticket, List<CachedToken> tokens, List<CachedSession> sessions) {
    public static final Credentials EMPTY = new Credentials(Optional.empty(), List.of(), List.of());

    public Credentials {
        tokens = List.copyOf(tokens);
        sessions = List.copyOf(sessions);
    }

    /** After a login: the tokens of the ticket before are gone with it. */
    public Credentials with(CachedTicket newTicket) {
        return new Credentials(Optional.of(newTicket), List.of(), sessions);
    }

    /** A token belongs to the ticket that it was got with; one for a ticket that was replaced meanwhile is dropped. */
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

    /** Without what has expired. */
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
