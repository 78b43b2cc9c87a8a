package hallpass.attack.lab;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a server, with its output. */
final class LabServerProcess implements AutoCloseable {
    private static final long STARTUP_TIMEOUT_SECONDS = 300;
    private static final long STOP_TIMEOUT_SECONDS = 6;

    private final Process process;
    private final Thread shutdownHook;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private LabServerProcess(Process process) {
        this.process = process;
        // Ctrl-C must not leave servers behind.
        this.shutdownHook = new Thread(process::destroy, "stop a server");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    static LabServerProcess launch(Path jar, Path realm, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.serialFilter=!*",
                "-Xmx256m",
                "-jar",
                jar.toString(),
                "--realm",
                realm.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // These would add output or colours.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HALLPASS_REALM", "HALLPASS_TTY")
                .forEach(builder.environment()::remove);
        builder.environment().put("LC_ALL", "C.UTF-8");
        LabServerProcess server = new LabServerProcess(builder.start());
        Thread reader = new Thread(server::read, "output of " + jar.getFileName());
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            // The process has ended.
        } finally {
            markEnded();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void markEnded() {
        ended = true;
        notifyAll();
    }

    /** Waits for the first line with the given prefix. */
    synchronized String awaitLine(String prefix) throws RealmException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTUP_TIMEOUT_SECONDS);
        for (int seen = 0; ; ) {
            for (; seen < lines.size(); seen++) {
                if (lines.get(seen).startsWith(prefix)) {
                    return lines.get(seen);
                }
            }
            if (ended || System.nanoTime() > deadline) {
                throw new RealmException(
                        RealmError.SERVER_NOT_READY,
                        "",
                        "A server did not become ready. Its last output: "
                                + PrintableText.escape(lines.isEmpty() ? "none" : lines.get(lines.size() - 1)) + ".");
            }
            TimeUnit.MILLISECONDS.timedWait(this, 100);
        }
    }

    synchronized List<String> traceLines() {
        return lines.stream().filter(line -> line.contains(" | ")).toList();
    }

    void requestStop() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                // Waits, because the realm's folder is deleted next.
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // This process is ending, and the shutdown hook stops the server.
        }
    }
}
