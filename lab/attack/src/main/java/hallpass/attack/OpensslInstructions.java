package hallpass.attack;

import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints an openssl command that decrypts an attack's result, and the command's output. */
public final class OpensslInstructions {
    private OpensslInstructions() {}

    /**
     * Prints the command for blocks encrypted under a key of the realm; prints nothing unless the
     * realm uses ECB.
     */
    public static void print(AttackContext context, String name, AesBlocks sealed, SymmetricKey key) throws Exception {
        print(
                context,
                "The realm is deleted after the attack, so its " + key.label()
                        + ", which the attacker never had, can be shown here. With it, openssl decrypts the " + name
                        + " block by block.",
                Bytes.of(key.exposeMaterial()).toHex(),
                sealed,
                key);
    }

    /** Prints the command for a key that was derived from a guessed passphrase. */
    public static void print(AttackContext context, String name, AesBlocks sealed, String passphrase, SymmetricKey key)
            throws Exception {
        print(
                context,
                "The key is the first 16 bytes of the passphrase's SHA-256. With it, openssl decrypts the " + name
                        + " block by block.",
                "$(printf %s " + passphrase + " | sha256sum | cut -c 1-32)",
                sealed,
                key);
    }

    private static void print(AttackContext context, String reason, String keyInHex, AesBlocks sealed, SymmetricKey key)
            throws Exception {
        Narration narration = context.narration();
        if (!context.isEcb()) {
            return;
        }
        narration.step("Check the result with openssl.");
        narration.paragraph(reason);
        narration.commands(opensslCommand(sealed, keyInHex));
        AesBlocks plain = AesBlocks.of(context.decryptBlocks(sealed, key));
        narration.output(hexDump(plain));
    }

    private static List<String> opensslCommand(AesBlocks sealed, String keyInHex) {
        List<String> lines = new ArrayList<>();
        lines.add("xxd -r -p <<'END' > blocks.bin");
        sealed.all().forEach(block -> lines.add(block.toHex()));
        lines.add("END");
        lines.add("openssl enc -aes-128-ecb -d -nopad \\");
        lines.add("  -K " + keyInHex + " \\");
        lines.add("  -in blocks.bin | xxd -c 16 -g 0");
        return lines;
    }

    /** The output of {@code xxd -c 16 -g 0}. */
    private static List<String> hexDump(AesBlocks plain) {
        List<String> rows = new ArrayList<>();
        List<String> readable = plain.hexDump("");
        for (int i = 0; i < plain.count(); i++) {
            rows.add(String.format(
                    Locale.ROOT, "%08x: %s", i * AesBlocks.SIZE, readable.get(i).substring(4)));
        }
        return rows;
    }
}
