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

/** One of the jars as a process of its own, with all that it says. Closing ends the process, whatever state it is in. */
public final class JarProcess implements AutoCloseable {
    private static final Path JAR_FOLDER =
            Path.of(System.getProperty("hallpass.lib", "../../realm/distribution/target/hallpass/lib"));
    private static final long TIMEOUT_SECONDS = 60;

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
     * How to start programs.
     *
     * @param environment what is different from the environment of the tests
     * @param wrapper what stands before the JVM on the command line, such as a tracer
     * @param options what the start scripts do not say to the JVM, for each jar
     */
    public record JarLauncher(
            Path javaHome,
            Map<String, String> environment,
            List<String> wrapper,
            Function<String, List<String>> options) {
        /** Half of a short life was the second compiler's. */
        private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

        /** With the JDK that runs the tests, for JVMs that will not live long. */
        public static JarLauncher shortLived(Map<String, String> environment) {
            return standard(environment).withOptions(jar -> {
                List<String> options = new ArrayList<>(CdsArchives.optionsFor(jar));
                options.add(C1_ONLY);
                return options;
            });
        }

        /** The same with another JDK. */
        public static JarLauncher withJdk(Path javaHome, Map<String, String> environment) {
            return new JarLauncher(javaHome, environment, List.of(), jar -> List.of(C1_ONLY));
        }

        /** With the JDK that runs the tests, and otherwise as the start scripts do it. */
        static JarLauncher standard(Map<String, String> environment) {
            return new JarLauncher(Path.of(System.getProperty("java.home")), environment, List.of(), jar -> List.of());
        }

        public JarLauncher withOptions(Function<String, List<String>> more) {
            return new JarLauncher(javaHome, environment, wrapper, more);
        }

        /** The same with every process behind another one, such as a tracer. */
        public JarLauncher wrappedBy(List<String> command) {
            return new JarLauncher(javaHome, environment, command, options);
        }

        /** With the memory that the start scripts give to a server. */
        public JarProcess startServer(String jar, String... arguments) throws IOException {
            return start(jar, List.of("-Xmx512m"), jarArguments(jar), arguments);
        }

        /** A server of the tests' own, which must not be among the jars. */
        public JarProcess startServer(Class<?> main, String... arguments) throws IOException {
            List<String> program = List.of("-cp", System.getProperty("java.class.path"), main.getName());
            return start(main.getSimpleName(), List.of("-Xmx512m"), program, arguments);
        }

        /** With the memory that the start scripts give to a command. */
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
                throw new IOException("there is no " + file + ": build the distribution module first");
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
            // These make every JVM say something on its console, or play with the realm of whoever runs the tests.
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HALLPASS_REALM", "HALLPASS_TTY")
                    .forEach(builder.environment()::remove);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            return new JarProcess(name, builder.start());
        }
    }

    /** What a stream said, line by line, as it comes. */
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

        /** All, once the stream has ended. */
        synchronized List<String> awaitAll() throws InterruptedException {
            long deadline = System.nanoTime() + SECONDS.toNanos(TIMEOUT_SECONDS);
            while (!ended) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the stream does not end; there were: " + lines);
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
                    throw new AssertionError("the line never came; there were: " + lines);
                }
                SECONDS.timedWait(this, 1);
            }
        }
    }

    /** A process that has ended. */
    public record ProcessResult(int exitCode, List<String> out, List<String> err) {
        public String output() {
            return String.join("\n", out);
        }

        public String errorOutput() {
            return String.join("\n", err);
        }
    }

    /** Returns a line of standard output, as soon as there is one that is wanted. */
    public String awaitLine(Predicate<String> wanted) throws InterruptedException {
        return awaitLine(0, wanted);
    }

    /** The same after so many lines. */
    public String awaitLine(int from, Predicate<String> wanted) throws InterruptedException {
        try {
            return out.await(from, wanted);
        } catch (AssertionError e) {
            throw new AssertionError(jar + ": " + e.getMessage() + "; on standard error: " + err.snapshot(), e);
        }
    }

    /** Waits for the line that says where the server listens. */
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

    /** Writes to standard input, and ends it. */
    public JarProcess sendInput(String... lines) throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            for (String line : lines) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Who was told of a mistake on the command line has ended, and reads nothing.
            if (!process.waitFor(TIMEOUT_SECONDS, SECONDS)) {
                throw e;
            }
        }
        return this;
    }

    /** Writes a line to standard input, which stays open. */
    public JarProcess sendLine(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    public long pid() {
        return jvm().pid();
    }

    /** The JVM itself, also where another process stands before it. */
    private ProcessHandle jvm() {
        return process.children().findFirst().orElse(process.toHandle());
    }

    /** SIGTERM. Through the handle: the process's own method would also close what it says. */
    public JarProcess terminate() {
        jvm().destroy();
        return this;
    }

    /** SIGKILL: the process has no chance to do anything. */
    public JarProcess kill() {
        jvm().destroyForcibly();
        return this;
    }

    public ProcessResult awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, SECONDS)) {
            throw new AssertionError(jar + " does not end; it said " + out.snapshot() + " and " + err.snapshot());
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
