package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.PkiClient;
import hallpass.pki.CertificateCheck;
import hallpass.pki.RevocationList;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass pki crl}. */
@Command(
        name = "crl",
        description = "Get the list of revoked certificates from the authority, and check it (P9, P10).",
        footer = {
            "",
            "A list that is out of date, older than one seen before, or signed by somebody else is refused.",
            "",
            "Examples:",
            "  hallpass pki crl",
            "  hallpass pki crl --out revoked.crl && openssl crl -in revoked.crl -noout -text"
        })
final class PkiCrlCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there, in PEM.")
    private Optional<Path> out = Optional.empty();

    PkiCrlCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, RealmProblem {
        RealmFolder realm = options.realm(environment);
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        CertificateCheck check = PemFiles.trusting(realm.authorityCertificate(Party.CLIENT));
        RevocationList list = new PkiClient(setting).revocationList(check, seen(realm, check));
        PemFiles.write(realm.seenRevocationList(), list);
        if (out.isPresent()) {
            PemFiles.write(out.get(), list);
        }
        tell(list);
        return 0;
    }

    /** The number of the newest list that this client has seen; 0 if it has seen none of this authority's. */
    private static long seen(RealmFolder realm, CertificateCheck check) {
        try {
            if (Files.exists(realm.seenRevocationList())) {
                RevocationList seen = PemFiles.revocationList(realm.seenRevocationList());
                return check.lists(realm.config().clockSkew()).isGenuine(seen) ? seen.number() : 0;
            }
            return 0;
        } catch (RealmProblem e) {
            // What cannot be read tells nothing; the new list is put in its place.
            return 0;
        }
    }

    private void tell(RevocationList list) {
        if (json.wanted) {
            json.print(RevocationListText.fields(list), environment.terminal());
        } else if (out.isPresent()) {
            environment
                    .terminal()
                    .line("Wrote list number " + list.number() + " to "
                            + Printable.of(out.get().toString()) + ".");
        } else {
            RevocationListText.page(list).forEach(environment.terminal()::line);
        }
    }
}
