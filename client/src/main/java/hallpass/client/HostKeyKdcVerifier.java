package hallpass.client;

import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.HostTokenVerifier;
import hallpass.config.Keytab;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Refusal;
import hallpass.trace.TraceEvent.RefusalRaised;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Verifies the KDC with a token for the login host: only a KDC that has the host's key can issue
 * one.
 */
record HostKeyKdcVerifier(Path keytabFile) implements KdcVerifier {
    @Override
    public void verify(CachedTicket ticket, ClientSettings settings) throws ClientException {
        Keytab keytab = readKeytab();
        PrincipalName host = keytab.entries().get(0).name();
        CachedToken token = new KerberosClient(settings).requestToken(ticket, host);
        ExchangeContext context = ServerCall.to(
                        Party.TGS, settings, ticket.client().text(), host.text())
                .newContext();
        try {
            new HostTokenVerifier(settings.sealer()).verify(token, keyRing(keytab, host, context.now()), context);
        } catch (Refusal refusal) {
            context.trace().emit(new RefusalRaised(refusal.code(), refusal.reason()));
            throw new ClientException(new ClientError.KdcNotVerified(host, refusal.code(), refusal.reason()));
        }
    }

    /** Reads a keytab that has at least one key. */
    private Keytab readKeytab() throws ClientException {
        Keytab keytab;
        try {
            keytab = Keytab.readOrEmpty(keytabFile);
        } catch (RealmException exception) {
            throw new ClientException(new ClientError.UnusableFile(exception));
        }
        if (keytab.entries().isEmpty()) {
            throw new ClientException(new ClientError.NoHostKey(keytabFile));
        }
        return keytab;
    }

    private static KeyRing keyRing(Keytab keytab, PrincipalName host, Instant now) {
        List<SymmetricKey> keys = keytab.entriesOf(host).stream()
                .filter(entry -> entry.isActive(now))
                .sorted(Comparator.comparingInt(Keytab.Entry::version).reversed())
                .map(entry -> entry.key().withLabel("K_s (" + host + " v" + entry.version() + ")"))
                .toList();
        return new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return keys.get(0);
            }

            @Override
            public List<SymmetricKey> others() {
                return keys.subList(1, keys.size());
            }
        };
    }
}
