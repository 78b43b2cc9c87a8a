package hallpass.config;

import hallpass.trace.PrintableText;
import hallpass.wire.FieldType.InvalidValueException;
import hallpass.wire.FieldTypes;
import java.nio.file.Path;

/**
 * Text files in UTF-8. Malformed bytes are an error and are never replaced. A byte-order mark at
 * the beginning is not part of the text.
 */
public final class TextFiles {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private TextFiles() {}

    /**
     * @throws RealmException if the file is unreadable, longer than {@code limit} bytes, or not
     *     UTF-8
     */
    public static String read(Path file, int limit) throws RealmException {
        return decode(PrivateFiles.read(file, limit), file.toString());
    }

    /** As {@link #read}; other users must not have access to the file. */
    public static String readSecret(Path file, int limit) throws RealmException {
        return decode(PrivateFiles.readSecret(file, limit), file.toString());
    }

    /** @param source the file, for the error message */
    public static String decode(byte[] bytes, String source) throws RealmException {
        try {
            return withoutByteOrderMark(FieldTypes.decodeUtf8(bytes));
        } catch (InvalidValueException e) {
            String utf16 = isUtf16(bytes) ? ": it begins as UTF-16" : "";
            throw new RealmException(
                    RealmError.NOT_UTF8, source, PrintableText.escape(source) + " is not UTF-8 text" + utf16 + ".", e);
        }
    }

    public static String withoutByteOrderMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
    }
}
