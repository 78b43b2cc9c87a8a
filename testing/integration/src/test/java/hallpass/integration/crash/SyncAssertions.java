package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Checks in a trace that data is synced between a request and its reply. */
final class SyncAssertions {
    static final String SYNC_CALLS = "fdatasync,fsync";

    /** Command prefix that waits for an input line, so that strace can attach first. */
    static final List<String> AFTER_INPUT_LINE = List.of("sh", "-c", "read line; exec \"$@\"", "sh");

    private SyncAssertions() {}

    /** @param files selects the files whose syncs count */
    static void assertSyncedBetween(
            Path trace,
            Predicate<Strace.SystemCall> request,
            Predicate<String> files,
            Predicate<Strace.SystemCall> answer)
            throws IOException {
        List<Strace.SystemCall> calls = Strace.calls(trace);
        Strace.SystemCall asked = calls.stream().filter(request).findFirst().orElseThrow();
        Strace.SystemCall answered =
                calls.stream().filter(answer).reduce((first, last) -> last).orElseThrow();
        List<Strace.SystemCall> between = calls.stream()
                .filter(call -> files.test(call.target())
                        && call.firstLine() > asked.lastLine()
                        && call.lastLine() < answered.firstLine())
                .toList();
        assertThat(between)
                .as(
                        "a write, and then a sync of it, between lines %d and %d of the trace",
                        asked.lastLine(), answered.firstLine())
                .anyMatch(sync -> sync.isSync()
                        && sync.result() == 0
                        && between.stream()
                                .anyMatch(write -> write.name().equals("pwrite64")
                                        && write.target().equals(sync.target())
                                        && write.lastLine() < sync.firstLine()));
    }

    static Predicate<Strace.SystemCall> isReadFrom(InetSocketAddress sender) {
        return call ->
                call.name().equals("read") && call.target().contains(":" + sender.getPort() + "]") && call.result() > 0;
    }

    static Predicate<Strace.SystemCall> isWriteTo(InetSocketAddress sender) {
        return call -> call.name().startsWith("write") && call.target().contains(":" + sender.getPort() + "]");
    }
}
