package hallpass.cli;

import hallpass.config.OutputFile;
import hallpass.config.RealmException;
import hallpass.pki.Crl;
import hallpass.pki.Pem;
import hallpass.trace.PrintableText;
import java.util.Optional;

/** Prints a CRL, and writes it to the file of the option {@code --out}. */
public record CrlOutput(Optional<OutputFile> out, JsonOption json, Terminal terminal) {
    public void print(Crl crl) throws RealmException {
        if (out.isPresent()) {
            out.get().write(Pem.encode(crl));
        }
        if (json.requested) {
            json.print(CrlText.toJson(crl), terminal);
        } else if (out.isEmpty()) {
            CrlText.lines(crl).forEach(terminal::printLine);
        } else if (!out.get().isStandardOutput()) {
            terminal.printLine("Wrote CRL number " + crl.number() + " to "
                    + PrintableText.escape(out.get().path().toString()) + ".");
        }
    }
}
