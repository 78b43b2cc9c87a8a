package hallpass.attack;

import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Bytes divided into AES blocks of 16 bytes. */
public record AesBlocks(Bytes bytes) {
    public static final int SIZE = 16;

    public static AesBlocks of(byte[] bytes) {
        return new AesBlocks(Bytes.of(bytes));
    }

    /** The number of blocks; the last one may be incomplete. */
    public int count() {
        return (bytes.size() + SIZE - 1) / SIZE;
    }

    /** @param number counted from 0 */
    public Bytes block(int number) {
        return slice(number * SIZE, Math.min(bytes.size(), (number + 1) * SIZE));
    }

    /** All blocks before the given one. */
    public AesBlocks before(int number) {
        return new AesBlocks(slice(0, Math.min(bytes.size(), number * SIZE)));
    }

    /** The given block and all blocks after it. */
    public AesBlocks from(int number) {
        return new AesBlocks(slice(Math.min(bytes.size(), number * SIZE), bytes.size()));
    }

    public AesBlocks append(AesBlocks next) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes.toArray());
        out.writeBytes(next.bytes.toArray());
        return of(out.toByteArray());
    }

    public List<Bytes> all() {
        List<Bytes> all = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            all.add(block(i));
        }
        return all;
    }

    private Bytes slice(int from, int to) {
        return Bytes.of(Arrays.copyOfRange(bytes.toArray(), from, to));
    }

    /**
     * One line for each block: {@code prefix}, the block's number, and its bytes in hexadecimal.
     */
    public List<String> hexLines(String prefix) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            lines.add(String.format(Locale.ROOT, "%-4s%s", prefix + i, block(i).toHex()));
        }
        return lines;
    }

    /** Like {@link #hexLines}, with the printable characters at the right. */
    public List<String> hexDump(String prefix) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            lines.add(String.format(Locale.ROOT, "%-4s%-32s  %s", prefix + i, block(i).toHex(), text(block(i))));
        }
        return lines;
    }

    /** Two byte strings side by side, with {@code =} between equal blocks. */
    public static List<String> sideBySide(
            String leftTitle, AesBlocks leftBlocks, String rightTitle, AesBlocks rightBlocks) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-4s%-34s%s", "", leftTitle, rightTitle));
        for (int i = 0; i < Math.max(leftBlocks.count(), rightBlocks.count()); i++) {
            String one = i < leftBlocks.count() ? leftBlocks.block(i).toHex() : "";
            String other = i < rightBlocks.count() ? rightBlocks.block(i).toHex() : "";
            lines.add(String.format(Locale.ROOT, "%-4d%-32s%s%s", i, one, one.equals(other) ? " =" : "  ", other));
        }
        return lines;
    }

    private static String text(Bytes block) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(block.toArray(), StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c >= ' ' && c < 0x7f ? c : '.');
        }
        return text.toString();
    }
}
