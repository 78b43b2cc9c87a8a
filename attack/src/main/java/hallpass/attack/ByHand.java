package hallpass.attack;

import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * How to do again by hand, with openssl, what an attack did: the printed bytes opened with the key that the realm, which is
 * thrown away, has no more use for.
 */
public final class ByHand {
    private ByHand() {}

    /** Prints the command that opens it, and what it prints; nothing in a realm whose seals are no ECB. */
    public static void open(Stage stage, String what, Blocks sealed, SymmetricKey key) throws Exception {
        open(
                stage,
                "This realm is thrown away, so here is its " + key.label()
                        + ", which the attacker never had: with it, openssl opens the " + what + ", block by block.",
                Bytes.of(key.exposeMaterial()).toHex(),
                sealed,
                key);
    }

    /** The same with a key that was made of this passphrase, which the attacker guessed. */
    public static void open(Stage stage, String what, Blocks sealed, String passphrase, SymmetricKey key)
            throws Exception {
        open(
                stage,
                "The key is the first 16 bytes of the passphrase's SHA-256: with it, openssl opens the " + what
                        + ", block by block.",
                "$(printf %s " + passphrase + " | sha256sum | cut -c 1-32)",
                sealed,
                key);
    }

    private static void open(Stage stage, String why, String keyInHex, Blocks sealed, SymmetricKey key)
            throws Exception {
        Tale tale = stage.tale();
        if (!stage.isEcb()) {
            return;
        }
        tale.step("To do it again by hand.");
        tale.say(why);
        tale.commands(command(sealed, keyInHex));
        Blocks plain = Blocks.of(stage.openBlocks(sealed, key));
        tale.output(rows(plain));
    }

    private static List<String> command(Blocks sealed, String keyInHex) {
        List<String> lines = new ArrayList<>();
        lines.add("xxd -r -p <<'END' > blocks.bin");
        sealed.all().forEach(block -> lines.add(block.toHex()));
        lines.add("END");
        lines.add("openssl enc -aes-128-ecb -d -nopad \\");
        lines.add("  -K " + keyInHex + " \\");
        lines.add("  -in blocks.bin | xxd -c 16 -g 0");
        return lines;
    }

    /** As {@code xxd -c 16 -g 0} prints them. */
    private static List<String> rows(Blocks plain) {
        List<String> rows = new ArrayList<>();
        List<String> readable = plain.readable("");
        for (int i = 0; i < plain.count(); i++) {
            rows.add("%08x: %s".formatted(i * Blocks.SIZE, readable.get(i).substring(4)));
        }
        return rows;
    }
}
