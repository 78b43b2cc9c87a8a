package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs strace and parses the system calls that it records. */
final class Strace {
    private static final String TRACED = "trace=read,write,writev,sendto,recvfrom,pwrite64,fdatasync,fsync,ftruncate";

    // 4711  1795326603.765991 pwrite64(33</a/b.db-wal>, "..."..., 4096, 16536) = 4096
    private static final Pattern BEGIN =
            Pattern.compile("^(\\d+) +\\S+ (\\w+)\\(\\d+<(.*?)>(?:\\)|, | <unfinished)(.*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +\\S+ <\\.\\.\\. (\\w+) resumed>(.*)$");
    /** At most 18 digits: an interrupted call can have the result 2⁶⁴ - 1. */
    private static final Pattern RESULT = Pattern.compile("= (-?\\d{1,18})\\b[^=]*$");

    private static final Pattern ATTACHED = Pattern.compile("Process (\\d+) attached");
    /**
     * A process of the database that ended before strace attached to it. For a zombie, strace
     * reports that the operation is not permitted.
     */
    private static final Pattern GONE =
            Pattern.compile("ptrace\\(\\w+, (\\d+)\\): (?:No such process|Operation not permitted)");

    private static final long TIMEOUT_SECONDS = 300;

    private Strace() {}

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace")));
    }

    /** Command prefix that traces a process from its start into a file. */
    static List<String> commandWritingTo(Path log) {
        return List.of("strace", "-f", "--seccomp-bpf", "-ttt", "-yy", "-e", TRACED, "-o", log.toString());
    }

    /**
     * A completed system call.
     *
     * @param target file or connection, as strace prints it
     * @param arguments the other arguments
     * @param firstLine index of the line on which the call begins
     * @param lastLine index of the line on which the call ends
     */
    record SystemCall(String name, String target, String arguments, long result, int firstLine, int lastLine) {
        boolean isSync() {
            return name.equals("fsync") || name.equals("fdatasync");
        }
    }

    interface TracedWork {
        void run() throws Exception;
    }

    /** Traces running processes into a file while the work runs. */
    static void traceDuring(List<Long> pids, Path log, TracedWork work) throws Exception {
        runAttached(pids, List.of("-ttt", "-yy", "-e", TRACED, "-o", log.toString()), work);
    }

    /** Makes system calls of running processes fail with EIO while the work runs. */
    static void failDuring(List<Long> pids, String calls, TracedWork work) throws Exception {
        runAttached(pids, List.of("-e", "trace=" + calls, "-e", "inject=" + calls + ":error=EIO"), work);
    }

    private static void runAttached(List<Long> pids, List<String> options, TracedWork work) throws Exception {
        List<String> command = new ArrayList<>(List.of("strace", "-f"));
        command.addAll(options);
        pids.forEach(pid -> command.addAll(List.of("-p", String.valueOf(pid))));
        Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            awaitAttached(strace, pids);
            work.run();
        } finally {
            strace.destroy();
            assertThat(strace.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("strace ended")
                    .isTrue();
        }
    }

    private static void awaitAttached(Process strace, List<Long> pids) throws IOException {
        BufferedReader output = strace.inputReader(StandardCharsets.UTF_8);
        Set<Long> left = new HashSet<>(pids);
        while (!left.isEmpty()) {
            String line = Optional.ofNullable(output.readLine())
                    .orElseThrow(() -> new AssertionError("strace cannot attach"));
            Stream.of(ATTACHED.matcher(line), GONE.matcher(line))
                    .filter(Matcher::find)
                    .forEach(about -> left.remove(Long.parseLong(about.group(1))));
        }
        Thread reader = new Thread(() -> discard(output), "strace");
        reader.setDaemon(true);
        reader.start();
    }

    /** Keeps the pipe from filling up, which would block strace. */
    private static void discard(Reader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // strace has ended.
        }
    }

    static List<SystemCall> calls(Path log) throws IOException {
        List<SystemCall> calls = new ArrayList<>();
        Map<String, SystemCall> unfinished = new HashMap<>();
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher begin = BEGIN.matcher(lines.get(i));
            Matcher resumed = RESUMED.matcher(lines.get(i));
            if (begin.matches()) {
                SystemCall call = new SystemCall(begin.group(2), begin.group(3), begin.group(4), -1, i, i);
                if (lines.get(i).endsWith("<unfinished ...>")) {
                    unfinished.put(begin.group(1), call);
                } else {
                    completed(call, lines.get(i), i).ifPresent(calls::add);
                }
            } else if (resumed.matches() && unfinished.containsKey(resumed.group(1))) {
                completed(unfinished.remove(resumed.group(1)), lines.get(i), i).ifPresent(calls::add);
            }
        }
        return calls;
    }

    /** Empty for an interrupted call, whose arguments and result are unreliable. */
    private static Optional<SystemCall> completed(SystemCall call, String line, int at) {
        Matcher result = RESULT.matcher(line);
        return result.find()
                ? Optional.of(new SystemCall(
                        call.name, call.target, call.arguments, Long.parseLong(result.group(1)), call.firstLine, at))
                : Optional.empty();
    }
}
