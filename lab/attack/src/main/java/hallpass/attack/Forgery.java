package hallpass.attack;

import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.Setting;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Makes forged tokens, and uses forged tickets and tokens. */
public final class Forgery {
    private Forgery() {}

    /**
     * Requests a token with the forged ticket and reads the victim's note.
     *
     * @param ownTicket a ticket of the attacker's, for the lifetime that the client library expects
     */
    public static Outcome readNote(
            AesBlocks forged, SymmetricKey key, SecretNote note, CachedTicket ownTicket, AttackContext context)
            throws Exception {
        SymmetricKey sized = resize(key, context);
        CachedTicket ticket = new CachedTicket(
                note.owner(),
                ownTicket.server(),
                sized,
                new Sealed<>(forged.bytes()),
                context.exchangeContext().now(),
                ownTicket.lifetime());
        return readNote(context.client().requestToken(ticket, context.config().serviceName()), note, context);
    }

    /** Reads the victim's note with a forged token. */
    public static Outcome readNote(CachedToken token, SecretNote note, AttackContext context) throws Exception {
        return note.outcomeOf("the service", context.client().request(token, SecretNote.READ_REQUEST));
    }

    /**
     * Makes a token as the TGS would issue it for this user.
     *
     * @param serviceKey the service's key, or another key that a rogue KDC offers
     */
    public static CachedToken forgeToken(
            KerberosUser victim, PrincipalName service, SymmetricKey serviceKey, AttackContext context) {
        SymmetricKey session = context.sealer().newKey("K_c,s", context.lab().randomness());
        Instant now = context.exchangeContext().now();
        Duration lifetime = context.config().get(Setting.TOKEN_LIFETIME);
        Token token = new Token(session, victim.name(), "127.0.0.1", service, now, lifetime);
        Sealed<Token> forged = context.sealer().seal(Token.PART, token, serviceKey, Trace.NONE);
        return new CachedToken(victim.name(), service, session, forged, now, lifetime);
    }

    /** Pads or truncates the key to the size that the realm's cipher suite needs. */
    private static SymmetricKey resize(SymmetricKey key, AttackContext context) {
        int size = context.sealer().cipherSuite().keySize();
        byte[] bytes = Arrays.copyOf(key.exposeMaterial(), size);
        return SymmetricKey.of(key.label(), bytes);
    }
}
