package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.client.Visit;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.ClientProof;
import java.util.function.Consumer;

/** The play: Alice in the Kerberos realm, then a client at the certificate door. Each act is one of the things that they do. */
final class Demo {
    private static final String MEMO = "memo";

    private final ClientSetting setting;
    private final PrincipalName user;
    private final CredentialCache cache;
    private final Playbill playbill;
    private final Consumer<String> narrator;
    private final KerberosClient kerberos;
    private final PkiClient pki;

    Demo(
            ClientSetting setting,
            PrincipalName user,
            CredentialCache cache,
            Playbill playbill,
            Consumer<String> narrator) {
        this.setting = setting;
        this.user = user;
        this.cache = cache;
        this.playbill = playbill;
        this.narrator = narrator;
        this.kerberos = new KerberosClient(setting);
        this.pki = new PkiClient(setting);
    }

    /** @param replacement the password after the old one */
    void playKerberos(Remembered old, Remembered replacement, Intermission intermission) {
        playbill.part(() -> {
            PrincipalName service = setting.config().serviceName();
            HeldTicket ticket = playbill.act(user + " logs in (K1, K2)", () -> login(old));
            HeldToken token =
                    playbill.act(user + " gets a token for " + service + " (K3, K4)", () -> token(ticket, service));
            try (Visit visit =
                    playbill.act(user + " and the service prove themselves (K5, K6)", () -> kerberos.enter(token))) {
                playbill.act(user + " reads the memo (K7, K8)", () -> read(visit.ask(MEMO)));
            }
            playbill.pause(intermission::take);
            playbill.act(user + " changes the key (K1 to K4, then K9, K10)", () -> update(old, replacement));
            playbill.act("the old password is refused", () -> isRefused(old));
            playbill.act("the new password is accepted", () -> login(replacement));
        });
    }

    void playPki(CertificateCheck check, ClientProof proof) {
        playbill.part(() -> {
            PrincipalName client = setting.config().pkiClientName();
            HeldSession session = playbill.act(
                    client + " registers with " + setting.config().serverName() + " (P3 to P6)",
                    () -> register(client, check, proof));
            playbill.act(client + " reads the memo (P7, P8)", () -> read(pki.request(session, MEMO)));
        });
    }

    private HeldTicket login(Remembered password) throws Failure, CacheProblem {
        HeldTicket ticket = kerberos.login(user, password);
        cache.update(kept -> kept.with(ticket));
        return ticket;
    }

    private HeldToken token(HeldTicket ticket, PrincipalName service) throws Failure, CacheProblem {
        HeldToken token = kerberos.token(ticket, service);
        cache.update(kept -> kept.with(token, ticket));
        return token;
    }

    private int update(Remembered old, Remembered replacement) throws Failure {
        if (old.isSameAs(replacement)) {
            throw new Failure(ExitCode.USAGE, "the new password is the old one", "give two that differ");
        }
        int version = kerberos.updateKey(user, old, replacement);
        narrator.accept("The key of " + user + " has version " + version + " now.");
        return version;
    }

    private Failure isRefused(Remembered old) throws Failure {
        try {
            kerberos.login(user, old);
        } catch (Failure failure) {
            if (failure.exit() == ExitCode.REFUSED) {
                narrator.accept("Refused, as it should be.");
                return failure;
            }
            throw failure;
        }
        throw new Failure(ExitCode.PROTOCOL, "the old password still works", "look into the log of as");
    }

    private HeldSession register(PrincipalName client, CertificateCheck check, ClientProof proof)
            throws Failure, CacheProblem {
        narrator.accept("P1 and P2 passed between app and ca when app registered.");
        HeldSession session = pki.register(client, check, proof);
        cache.update(kept -> kept.with(session));
        return session;
    }

    private String read(String data) {
        narrator.accept("The memo says: " + data);
        return data;
    }
}
