package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CrlOutput;
import hallpass.cli.JsonOption;
import hallpass.client.ClientSettings;
import hallpass.client.PkiClient;
import hallpass.config.OutputFile;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
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
        Optional<OutputFile> output = out.map(OutputFile::new);
        if (output.isPresent()) {
            output.get().requireWritable();
        }
        RealmFolder realm = options.realm(environment);
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        CertificateValidator certificateValidator =
                PemFiles.readTrustedValidator(realm.authorityCertificate(Party.CLIENT));
        Crl crl =
                new PkiClient(settings).fetchCrl(certificateValidator, highestSeenNumber(realm, certificateValidator));
        PemFiles.write(realm.lastSeenRevocationList(), crl);
        new CrlOutput(output, json, environment.terminal()).print(crl);
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
}
