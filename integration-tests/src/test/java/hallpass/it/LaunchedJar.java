package hallpass.it;

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
final class LaunchedJar implements AutoCloseable {
    private static final Path LIBRARY = Path.of(System.getProperty("hallpass.lib", "distribution/target/hallpass/lib"));
    private static final long PATIENCE_SECONDS = 60;

    private final String jar;
    private final Process process;
    private final Lines out;
    private final Lines err;

    private LaunchedJar(String jar, Process process) {
        this.jar = jar;
        this.process = process;
        this.out = Lines.of(process.getInputStream());
        this.err = Lines.of(process.getErrorStream());
    }

    /**
     * How to start programs.
     *
     * @param environment what is different from the environment of the tests
     * @param before what stands before the JVM on the command line, such as a tracer
     * @param options what the start scripts do not say to the JVM, for each jar
     */
    record Launcher(
            Path javaHome,
            Map<String, String> environment,
            List<String> before,
            Function<String, List<String>> options) {
        /** Half of a short life was the second compiler's. */
        private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

        /** With the JDK that runs the tests, for JVMs that will not live long. */
        static Launcher here(Map<String, String> environment) {
            return asUsersDo(environment).with(jar -> {
                List<String> options = new ArrayList<>(ClassArchives.optionsFor(jar));
                options.add(ONE_COMPILER);
                return options;
            });
        }

        /** The same with another JDK. */
        static Launcher of(Path javaHome, Map<String, String> environment) {
            return new Launcher(javaHome, environment, List.of(), jar -> List.of(ONE_COMPILER));
        }

        /** With the JDK that runs the tests, and otherwise as the start scripts do it. */
        static Launcher asUsersDo(Map<String, String> environment) {
            return new Launcher(Path.of(System.getProperty("java.home")), environment, List.of(), jar -> List.of());
        }

        Launcher with(Function<String, List<String>> more) {
            return new Launcher(javaHome, environment, before, more);
        }

        /** The same with every process behind another one, such as a tracer. */
        Launcher behind(List<String> command) {
            return new Launcher(javaHome, environment, command, options);
        }

        /** With the memory that the start scripts give to a server. */
        LaunchedJar server(String jar, String... arguments) throws IOException {
            return start(jar, List.of("-Xmx512m"), inJar(jar), arguments);
        }

        /** A server of the tests' own, which must not be among the jars. */
        LaunchedJar server(Class<?> main, String... arguments) throws IOException {
            List<String> program = List.of("-cp", System.getProperty("java.class.path"), main.getName());
            return start(main.getSimpleName(), List.of("-Xmx512m"), program, arguments);
        }

        /** With the memory that the start scripts give to a command. */
        LaunchedJar command(String... arguments) throws IOException {
            return start("admin.jar", List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), inJar("admin.jar"), arguments);
        }

        private static List<String> inJar(String jar) throws IOException {
            Path file = LIBRARY.resolve(jar);
            if (!Files.exists(file)) {
                throw new IOException("there is no " + file + ": build the distribution module first");
            }
            return List.of("-jar", file.toString());
        }

        private LaunchedJar start(String name, List<String> memory, List<String> program, String... arguments)
                throws IOException {
            List<String> command = new ArrayList<>(before);
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
            return new LaunchedJar(name, builder.start());
        }
    }

    /** What a stream said, line by line, as it comes. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        static Lines of(InputStream stream) {
            Lines lines = new Lines();
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

        synchronized List<String> soFar() {
            return List.copyOf(lines);
        }

        /** All, once the stream has ended. */
        synchronized List<String> all() throws InterruptedException {
            long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
            while (!ended) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the stream does not end; there were: " + lines);
                }
                SECONDS.timedWait(this, 1);
            }
            return List.copyOf(lines);
        }

        synchronized String await(int from, Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
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
    record Ended(int exit, List<String> out, List<String> err) {
        String text() {
            return String.join("\n", out);
        }

        String errorText() {
            return String.join("\n", err);
        }
    }

    /** Returns a line of standard output, as soon as there is one that is wanted. */
    String awaitLine(Predicate<String> wanted) throws InterruptedException {
        return awaitLine(0, wanted);
    }

    /** The same after so many lines. */
    String awaitLine(int from, Predicate<String> wanted) throws InterruptedException {
        try {
            return out.await(from, wanted);
        } catch (AssertionError e) {
            throw new AssertionError(jar + ": " + e.getMessage() + "; on standard error: " + err.soFar(), e);
        }
    }

    /** Waits for the line that says where the server listens. */
    LaunchedJar awaitReady() throws InterruptedException {
        awaitLine(line -> line.contains(" ready on "));
        return this;
    }

    List<String> outSoFar() {
        return out.soFar();
    }

    List<String> errSoFar() {
        return err.soFar();
    }

    /** Writes to standard input, and ends it. */
    LaunchedJar type(String... lines) throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            for (String line : lines) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Who was told of a mistake on the command line has ended, and reads nothing.
            if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
                throw e;
            }
        }
        return this;
    }

    /** Writes a line to standard input, which stays open. */
    LaunchedJar say(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    long pid() {
        return jvm().pid();
    }

    /** The JVM itself, also where another process stands before it. */
    private ProcessHandle jvm() {
        return process.children().findFirst().orElse(process.toHandle());
    }

    /** SIGTERM. Through the handle: the process's own method would also close what it says. */
    LaunchedJar terminate() {
        jvm().destroy();
        return this;
    }

    /** SIGKILL: the process has no chance to do anything. */
    LaunchedJar kill() {
        jvm().destroyForcibly();
        return this;
    }

    Ended awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
            throw new AssertionError(jar + " does not end; it said " + out.soFar() + " and " + err.soFar());
        }
        return new Ended(process.exitValue(), out.all(), err.all());
    }

    @Override
    public void close() {
        kill();
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
