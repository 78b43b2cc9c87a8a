package hallpass.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Prompts on the terminal that controls the process, whether or not its standard streams are
 * redirected. The echo is off while a password is typed, also after Ctrl-Z and {@code fg}, and on
 * again afterwards, also after Ctrl-C.
 */
final class TerminalPrompt implements PasswordPrompt {
    private static final File DEVICE = new File("/dev/tty");

    /** The longest line that a terminal edits. */
    private static final int MAX_LINE = 4096;

    private static final long STTY_SECONDS = 5;

    private TerminalPrompt() {}

    /** Empty if the process has no terminal, or the system has no {@code stty}. */
    static Optional<PasswordPrompt> ofProcess(Map<String, String> variables) {
        try {
            new FileInputStream(DEVICE).close();
            return hasStty(variables) ? Optional.of(new TerminalPrompt()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean hasStty(Map<String, String> variables) {
        return Arrays.stream(variables.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "stty")));
    }

    @Override
    @SuppressWarnings("try") // signals are handled until the block ends
    public Optional<char[]> readPassword(String question) {
        try (InputStream in = new FileInputStream(DEVICE);
                OutputStream out = new FileOutputStream(DEVICE)) {
            String modes = stty("-g");
            Thread restore = new Thread(() -> restore(modes, out), "restore the terminal");
            Runtime.getRuntime().addShutdownHook(restore);
            try (JobSignals signals = JobSignals.handle(() -> stty(modes), () -> ask(question, out))) {
                ask(question, out);
                return readLine(in);
            } finally {
                restore(modes, out);
                Runtime.getRuntime().removeShutdownHook(restore);
            }
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void ask(String question, OutputStream out) {
        stty("-echo");
        print(question, out);
    }

    /** The user's Enter, or Ctrl-C, was not echoed. */
    private static void restore(String modes, OutputStream out) {
        stty(modes);
        print("\n", out);
    }

    private static void print(String text, OutputStream out) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a line into arrays that are overwritten. Malformed bytes become U+FFFD. */
    private static Optional<char[]> readLine(InputStream in) throws IOException {
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next >= 0 && next != '\n' && length < MAX_LINE; next = in.read()) {
            line[length++] = (byte) next;
        }
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, length));
        char[] typed = new char[decoded.remaining()];
        decoded.get(typed);
        Arrays.fill(decoded.array(), '\0');
        Arrays.fill(line, (byte) 0);
        return Optional.of(typed);
    }

    /** Runs stty(1) on the terminal and returns its output. */
    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(Arrays.asList(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(DEVICE)
                    .redirectError(Redirect.DISCARD)
                    .start();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            process.getInputStream().transferTo(output);
            if (!process.waitFor(STTY_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new UncheckedIOException(new IOException("stty failed"));
            }
            return output.toString(StandardCharsets.US_ASCII).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
