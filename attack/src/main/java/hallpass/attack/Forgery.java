package hallpass.attack;

import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** What is forged, and what it is good for. */
public final class Forgery {
    private Forgery() {}

    /**
     * Goes through the TGS and the service's door with it, and reads the victim's note.
     *
     * @param own a ticket of the attacker's, for the times that a client remembers
     */
    public static Outcome readNote(Blocks forged, SymmetricKey key, Note note, HeldTicket own, Stage stage)
            throws Exception {
        SymmetricKey sized = fit(key, stage);
        HeldTicket ticket = new HeldTicket(
                note.owner(),
                own.server(),
                sized,
                new Sealed<>(forged.bytes()),
                stage.now().now(),
                own.lifetime());
        return readNote(stage.client().token(ticket, stage.config().serviceName()), note, stage);
    }

    /** The same with a token. */
    public static Outcome readNote(HeldToken token, Note note, Stage stage) throws Exception {
        return note.outcome("the service", stage.client().request(token, Note.WANTED));
    }

    /** What the TGS would give this user for a service, made by somebody who has the service's key, or takes another one for it. */
    public static HeldToken token(Person victim, PrincipalName service, SymmetricKey serviceKey, Stage stage) {
        SymmetricKey session = stage.seals().newKey("K_c,s", stage.lab().randomness());
        Instant now = stage.now().now();
        Duration lifetime = stage.config().tokenLifetime();
        Token token = new Token(session, victim.name(), "127.0.0.1", service, now, lifetime);
        Sealed<Token> forged = stage.seals().seal(Token.PART, token, serviceKey, Trace.NONE);
        return new HeldToken(victim.name(), service, session, forged, now, lifetime);
    }

    /** A key of as many bytes as this realm's have. */
    private static SymmetricKey fit(SymmetricKey key, Stage stage) {
        int size = stage.seals().suite().keySize();
        byte[] bytes = Arrays.copyOf(key.exposeMaterial(), size);
        return SymmetricKey.of(key.label(), bytes);
    }
}
