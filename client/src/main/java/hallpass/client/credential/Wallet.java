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
public record Wallet(Optional<HeldTicket> ticket, List<HeldToken> tokens, List<HeldSession> sessions) {
    public static final Wallet EMPTY = new Wallet(Optional.empty(), List.of(), List.of());

    public Wallet {
        tokens = List.copyOf(tokens);
        sessions = List.copyOf(sessions);
    }

    /** After a login: the tokens of the ticket before are gone with it. */
    public Wallet with(HeldTicket newTicket) {
        return new Wallet(Optional.of(newTicket), List.of(), sessions);
    }

    /** A token belongs to the ticket that it was got with; one for a ticket that was replaced meanwhile is dropped. */
    public Wallet with(HeldToken token, HeldTicket gotWith) {
        if (!ticket.equals(Optional.of(gotWith))) {
            return this;
        }
        List<HeldToken> others = new ArrayList<>(tokens);
        others.removeIf(other -> other.server().equals(token.server()));
        others.add(token);
        return new Wallet(ticket, others, sessions);
    }

    public Wallet with(HeldSession session) {
        List<HeldSession> others = new ArrayList<>(sessions);
        others.removeIf(other -> other.client().equals(session.client()));
        others.add(session);
        return new Wallet(ticket, tokens, others);
    }

    /** Without what has expired. */
    public Wallet goodAt(Instant now) {
        return new Wallet(
                ticket.filter(held -> held.isGoodAt(now)),
                tokens.stream().filter(held -> held.isGoodAt(now)).toList(),
                sessions.stream().filter(held -> held.isGoodAt(now)).toList());
    }

    public Optional<HeldToken> token(PrincipalName service) {
        return tokens.stream().filter(held -> held.server().equals(service)).findFirst();
    }

    public Optional<HeldSession> session(PrincipalName client) {
        return sessions.stream().filter(held -> held.client().equals(client)).findFirst();
    }

    public boolean isEmpty() {
        return ticket.isEmpty() && tokens.isEmpty() && sessions.isEmpty();
    }
}
