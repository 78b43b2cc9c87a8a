package hallpass.cli;

import hallpass.client.ClientError;
import hallpass.client.ClientException;
import hallpass.client.PasswordSource;
import hallpass.console.ExitCode;
import hallpass.crypto.BadPasswordException;
import hallpass.crypto.PasswordProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads passwords from a prompt or from standard input. */
public final class PasswordInput {
    /** More than anyone types. */
    static final int MAX_BYTES = 1024;

    /** The character that a decoder substitutes for invalid bytes. */
    private static final char REPLACEMENT_CHARACTER = '\ufffd';

    /** Some editors and shells begin their output with it. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Terminal terminal;
    private final boolean fromStandardInput;
    private boolean atBeginning = true;

    public PasswordInput(Terminal terminal, boolean fromStandardInput) {
        this.terminal = terminal;
        this.fromStandardInput = fromStandardInput;
    }

    /**
     * The next password.
     *
     * @param question the text of the prompt
     */
    public PasswordSource next(String question) {
        return fromStandardInput ? source(() -> validate(readLine())) : source(() -> terminal.readPassword(question));
    }

    /** A new password, which must be typed twice at a prompt. */
    public PasswordSource nextNew(String question) {
        return fromStandardInput ? next(question) : source(() -> readTwice(question));
    }

    private interface PasswordReader {
        char[] read() throws CommandException;
    }

    private static PasswordSource source(PasswordReader reader) {
        return () -> {
            try {
                return reader.read();
            } catch (CommandException e) {
                throw new ClientException(new ClientError.NoPassword(e));
            }
        };
    }

    private char[] readTwice(String question) throws CommandException {
        char[] first = terminal.readPassword(question);
        char[] second = terminal.readPassword("Again: ");
        // Both are in the form of the profile.
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new CommandException(
                    ExitCode.USAGE, "the two passwords differ, and nothing was changed", "try again");
        }
        return first;
    }

    /**
     * Brings a password into the form of the profile, and overwrites the argument.
     *
     * @throws CommandException if no key can be derived from the password
     */
    static char[] validate(char[] password) throws CommandException {
        boolean garbled = CharBuffer.wrap(password).chars().anyMatch(c -> c == REPLACEMENT_CHARACTER);
        try {
            if (password.length <= MAX_BYTES && !garbled) {
                return PasswordProfile.enforce(password);
            }
        } catch (BadPasswordException e) {
            throw new CommandException(ExitCode.USAGE, e.problem(), "use another password");
        } finally {
            Arrays.fill(password, '\0');
        }
        if (garbled) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the locale of this terminal cannot represent the password",
                    "set LC_ALL=C.UTF-8, or use --password-stdin");
        }
        throw new CommandException(
                ExitCode.USAGE,
                "the password is longer than " + MAX_BYTES + " characters",
                "use 1 to " + MAX_BYTES + " characters");
    }

    /** Reads one line into arrays that are overwritten, not into a string. */
    private char[] readLine() throws CommandException {
        byte[] bytes = new byte[BYTE_ORDER_MARK.length + MAX_BYTES + 1];
        try {
            int length = readBytes(terminal.in(), bytes);
            int start = atBeginning && beginsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0;
            atBeginning = false;
            if (length - start > MAX_BYTES) {
                throw tooLong();
            }
            CharBuffer decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length - start));
            char[] line = new char[decoded.remaining()];
            decoded.get(line);
            Arrays.fill(decoded.array(), '\0');
            return line;
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    ExitCode.USAGE, "the password on standard input is not UTF-8", "send it as UTF-8");
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE, "standard input cannot be read", "provide the password as one line");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static boolean beginsWithByteOrderMark(byte[] line) {
        return Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private static CommandException tooLong() {
        return new CommandException(
                ExitCode.USAGE,
                "the line on standard input is too long for a password",
                "send one of at most " + MAX_BYTES + " bytes");
    }

    private static int readBytes(InputStream in, byte[] line) throws IOException, CommandException {
        int length = 0;
        int next = in.read();
        if (next < 0) {
            throw new CommandException(
                    ExitCode.USAGE, "standard input ended before a password", "send one password per line");
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (length == line.length) {
                throw tooLong();
            }
            line[length++] = (byte) next;
        }
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }
}
