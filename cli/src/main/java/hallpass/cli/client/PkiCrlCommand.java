package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CrlText;
import hallpass.cli.JsonOption;
import hallpass.client.ClientSettings;
import hallpass.client.PkiClient;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
import hallpass.trace.PrintableText;
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
        description = "Fetch the CRL from the CA, and validate it (P9, P10).",
        footer = {
            "",
            "A CRL that has expired, is older than the last one, or has another issuer is refused.",
            "",
            "Examples:",
            "  hallpass pki crl",
            "  hallpass pki crl --out revoked.crl && openssl crl -in revoked.crl -noout -text"
        })
public final class PkiCrlCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the CRL to this file, in PEM.")
    private Optional<Path> out = Optional.empty();

    public PkiCrlCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        CertificateValidator certificateValidator =
                PemFiles.readTrustedValidator(realm.authorityCertificate(Party.CLIENT));
        Crl crl =
                new PkiClient(settings).fetchCrl(certificateValidator, highestSeenNumber(realm, certificateValidator));
        PemFiles.write(realm.lastSeenRevocationList(), crl);
        if (out.isPresent()) {
            PemFiles.write(out.get(), crl);
        }
        printResult(crl);
        return 0;
    }

    /** The number of the newest CRL of this CA that the client has seen, or 0. */
    private static long highestSeenNumber(RealmFolder realm, CertificateValidator certificateValidator) {
        try {
            if (Files.exists(realm.lastSeenRevocationList())) {
                Crl seen = PemFiles.readRevocationList(realm.lastSeenRevocationList());
                return certificateValidator
                                .crlValidator(realm.config().clockSkew())
                                .isFromAuthority(seen)
                        ? seen.number()
                        : 0;
            }
            return 0;
        } catch (RealmException e) {
            // An unreadable file counts as none; the new CRL replaces it.
            return 0;
        }
    }

    private void printResult(Crl crl) {
        if (json.requested) {
            json.print(CrlText.toJson(crl), environment.terminal());
        } else if (out.isPresent()) {
            environment
                    .terminal()
                    .printLine("Wrote CRL number " + crl.number() + " to "
                            + PrintableText.escape(out.get().toString()) + ".");
        } else {
            CrlText.lines(crl).forEach(environment.terminal()::printLine);
        }
    }
}
