package hallpass.integration.harness;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** A jar that runs as a process, with its output. {@link #close} kills the process. */
public final class JarProcess implements AutoCloseable {
    private static final Path JAR_FOLDER =
            Path.of(System.getProperty("hallpass.lib", "../../realm/distribution/target/hallpass/lib"));
    private static final long TIMEOUT_SECONDS = 300;

    private final String jar;
    private final Process process;
    private final OutputLines out;
    private final OutputLines err;

    private JarProcess(String jar, Process process) {
        this.jar = jar;
        this.process = process;
        this.out = OutputLines.of(process.getInputStream());
        this.err = OutputLines.of(process.getErrorStream());
    }

    /**
     * Starts jars as processes, with the JVM options of the start scripts.
     *
     * @param environment variables added to the environment of the tests
     * @param wrapper command that starts the JVM, such as a tracer; empty for none
     * @param options additional JVM options for a jar
     */
    public record JarLauncher(
            Path javaHome,
            Map<String, String> environment,
            List<String> wrapper,
            Function<String, List<String>> options) {
        /** In a short-lived JVM the C2 compiler takes half of the CPU time. */
        private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

        /** The classes of picocli are too old for an archive, and verifying them takes long. */
        private static final List<String> NO_VERIFICATION =
                List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

        /** Uses the JDK of the tests and options that make a JVM start quickly. */
        public static JarLauncher shortLived(Map<String, String> environment) {
            return standard(environment).withOptions(jar -> {
                List<String> options = new ArrayList<>(CdsArchives.optionsFor(jar));
                options.add(C1_ONLY);
                options.addAll(NO_VERIFICATION);
                return options;
            });
        }

        public static JarLauncher withJdk(Path javaHome, Map<String, String> environment) {
            return new JarLauncher(javaHome, environment, List.of(), jar -> List.of(C1_ONLY));
        }

        /** Uses the JDK of the tests and only the options of the start scripts. */
        static JarLauncher standard(Map<String, String> environment) {
            return new JarLauncher(Path.of(System.getProperty("java.home")), environment, List.of(), jar -> List.of());
        }

        public JarLauncher withOptions(Function<String, List<String>> more) {
            return new JarLauncher(javaHome, environment, wrapper, more);
        }

        public JarLauncher wrappedBy(List<String> command) {
            return new JarLauncher(javaHome, environment, command, options);
        }

        public JarProcess startServer(String jar, String... arguments) throws IOException {
            return start(jar, List.of("-Xmx512m"), jarArguments(jar), arguments);
        }

        /** Starts a server whose main class is a test class. */
        public JarProcess startServer(Class<?> main, String... arguments) throws IOException {
            List<String> program = List.of("-cp", System.getProperty("java.class.path"), main.getName());
            return start(main.getSimpleName(), List.of("-Xmx512m"), program, arguments);
        }

        /** Starts the {@code hallpass} command. */
        public JarProcess startCommand(String... arguments) throws IOException {
            return start(
                    "hallpass.jar",
                    List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                    jarArguments("hallpass.jar"),
                    arguments);
        }

        private static List<String> jarArguments(String jar) throws IOException {
            Path file = JAR_FOLDER.resolve(jar);
            if (!Files.exists(file)) {
                throw new IOException(file + " does not exist: build realm/distribution first");
            }
            return List.of("-jar", file.toString());
        }

        private JarProcess start(String name, List<String> memory, List<String> program, String... arguments)
                throws IOException {
            List<String> command = new ArrayList<>(wrapper);
            command.add(javaHome.resolve("bin").resolve("java").toString());
            command.addAll(
                    List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Djdk.serialFilter=!*", "-Djdk.console=java.base"));
            command.addAll(memory);
            command.addAll(options.apply(name));
            command.addAll(program);
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            // The first three make every JVM print a line, the others belong to the developer.
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HALLPASS_REALM", "HALLPASS_TTY")
                    .forEach(builder.environment()::remove);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            return new JarProcess(name, builder.start());
        }
    }

    /** Collects the lines of a stream in a background thread. */
    private static final class OutputLines {
        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        static OutputLines of(InputStream stream) {
            OutputLines lines = new OutputLines();
            Thread reader = new Thread(() -> lines.read(stream), "lines");
            reader.setDaemon(true);
            reader.start();
            return lines;
        }

        private void read(InputStream stream) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("(" + e + ")");
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized List<String> snapshot() {
            return List.copyOf(lines);
        }

        /** Waits for the end of the stream. */
        synchronized List<String> awaitAll() throws InterruptedException {
            long deadline = System.nanoTime() + SECONDS.toNanos(TIMEOUT_SECONDS);
            while (!ended) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the stream did not end; it has: " + lines);
                }
                SECONDS.timedWait(this, 1);
            }
            return List.copyOf(lines);
        }

        synchronized String await(int from, Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + SECONDS.toNanos(TIMEOUT_SECONDS);
            for (int seen = from; ; ) {
                for (; seen < lines.size(); seen++) {
                    if (wanted.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                if (ended || System.nanoTime() > deadline) {
                    throw new AssertionError("no matching line; there are: " + lines);
                }
                SECONDS.timedWait(this, 1);
            }
        }
    }

    /** Exit code and output of a process that has ended. */
    public record ProcessResult(int exitCode, List<String> out, List<String> err) {
        public String output() {
            return String.join("\n", out);
        }

        public String errorOutput() {
            return String.join("\n", err);
        }
    }

    /** Waits for a matching line on standard output. */
    public String awaitLine(Predicate<String> wanted) throws InterruptedException {
        return awaitLine(0, wanted);
    }

    /** Waits for a matching line at or after the given index. */
    public String awaitLine(int from, Predicate<String> wanted) throws InterruptedException {
        try {
            return out.await(from, wanted);
        } catch (AssertionError e) {
            throw new AssertionError(jar + ": " + e.getMessage() + "; on standard error: " + err.snapshot(), e);
        }
    }

    public JarProcess awaitReady() throws InterruptedException {
        awaitLine(line -> line.contains(" ready on "));
        return this;
    }

    public List<String> outputLines() {
        return out.snapshot();
    }

    public List<String> errorLines() {
        return err.snapshot();
    }

    /** Writes lines to standard input and closes it. */
    public JarProcess sendInput(String... lines) throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            for (String line : lines) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // After a command-line error the process has ended without reading its input.
            if (!process.waitFor(TIMEOUT_SECONDS, SECONDS)) {
                throw e;
            }
        }
        return this;
    }

    /** Writes a line to standard input and keeps it open. */
    public JarProcess sendLine(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    public long pid() {
        return jvm().pid();
    }

    /** The JVM: the child of the wrapper if there is one. */
    private ProcessHandle jvm() {
        return process.children().findFirst().orElse(process.toHandle());
    }

    /** Sends SIGTERM. {@code Process.destroy} would also close the output streams. */
    public JarProcess terminate() {
        jvm().destroy();
        return this;
    }

    /** Sends SIGKILL. */
    public JarProcess kill() {
        jvm().destroyForcibly();
        return this;
    }

    public ProcessResult awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, SECONDS)) {
            throw new AssertionError(jar + " did not end; output: " + out.snapshot() + ", errors: " + err.snapshot());
        }
        return new ProcessResult(process.exitValue(), out.awaitAll(), err.awaitAll());
    }

    @Override
    public void close() {
        kill();
        process.destroyForcibly();
        try {
            process.waitFor(TIMEOUT_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
