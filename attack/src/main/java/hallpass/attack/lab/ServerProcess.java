package hallpass.attack.lab;

import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server's process, and all that it says. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long STOP_SECONDS = 6;

    private final Process process;
    private final Thread atTheEnd;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ServerProcess(Process process) {
        this.process = process;
        // Whoever types Ctrl-C wants no servers left.
        this.atTheEnd = new Thread(process::destroy, "end a server");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    static ServerProcess launch(Path jar, Path realm, List<String> more) throws IOException {
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
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // These make a JVM say something, or a story in colour.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HALLPASS_REALM", "HALLPASS_TTY")
                .forEach(builder.environment()::remove);
        builder.environment().put("LC_ALL", "C.UTF-8");
        ServerProcess server = new ServerProcess(builder.start());
        Thread reader = new Thread(server::read, "lines of " + jar.getFileName());
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
            // It ended.
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

    /** The first line that begins so, as soon as it is there. */
    synchronized String awaitLine(String beginning) throws RealmProblem, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (int seen = 0; ; ) {
            for (; seen < lines.size(); seen++) {
                if (lines.get(seen).startsWith(beginning)) {
                    return lines.get(seen);
                }
            }
            if (ended || System.nanoTime() > deadline) {
                throw new RealmProblem("A server did not become ready; it said: "
                        + Printable.of(lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1)));
            }
            TimeUnit.MILLISECONDS.timedWait(this, 100);
        }
    }

    synchronized List<String> story() {
        return lines.stream().filter(line -> line.contains(" | ")).toList();
    }

    /** Asks it to stop. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // This process is ending; the hook does the same.
        }
    }
}
