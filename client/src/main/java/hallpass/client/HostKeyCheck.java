package hallpass.client;

import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.HostTokenCheck;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent.Refused;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Asks the TGS for a token for the login host's own service: only a KDC that has the host's key can make one. */
record HostKeyCheck(Path file) implements KdcCheck {
    @Override
    public void check(HeldTicket ticket, ClientSetting setting) throws Failure {
        KeyTable table = table();
        PrincipalName host = table.entries().get(0).name();
        HeldToken token = new KerberosClient(setting).token(ticket, host);
        Occasion at = Errand.to(Party.TGS, setting, ticket.client().text(), host.text())
                .now();
        try {
            new HostTokenCheck(setting.seals()).accept(token, ring(table, host, at.now()), at);
        } catch (Refusal refusal) {
            at.trace().tell(new Refused(refusal.code(), refusal.reason()));
            throw Failure.notTheKdc(host, refusal);
        }
    }

    /** With a key at least. */
    private KeyTable table() throws Failure {
        KeyTable table;
        try {
            table = KeyTable.readOrEmpty(file);
        } catch (RealmProblem problem) {
            throw new Failure(ExitCode.REALM, problem.sentence());
        }
        if (table.entries().isEmpty()) {
            throw new Failure(
                    ExitCode.REALM,
                    "this machine has no key to check the KDC by",
                    "have the administrator make one with hallpass service add host/NAME --key-table " + file);
        }
        return table;
    }

    private static KeyRing ring(KeyTable table, PrincipalName host, Instant now) {
        List<SymmetricKey> keys = table.of(host).stream()
                .filter(entry -> entry.isGood(now))
                .sorted(Comparator.comparingInt(KeyTable.Entry::version).reversed())
                .map(entry -> entry.key().as("K_s (" + host + " v" + entry.version() + ")"))
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
