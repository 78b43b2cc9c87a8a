package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** That a sync lies between a request and its answer, as strace saw all who took part. */
final class SyncTrail {
    static final String SYNCS = "fdatasync,fsync";

    /** The words before a command that begins once it is told a line, so that strace can take hold of it before. */
    static final List<String> WHEN_TOLD = List.of("sh", "-c", "read line; exec \"$@\"", "sh");

    private SyncTrail() {}

    /** @param files whose syncs count */
    static void assertSyncedBetween(
            Path trace, Predicate<Strace.Call> request, Predicate<String> files, Predicate<Strace.Call> answer)
            throws IOException {
        List<Strace.Call> calls = Strace.calls(trace);
        Strace.Call asked = calls.stream().filter(request).findFirst().orElseThrow();
        Strace.Call answered =
                calls.stream().filter(answer).reduce((first, last) -> last).orElseThrow();
        List<Strace.Call> between = calls.stream()
                .filter(call ->
                        files.test(call.on()) && call.began() > asked.ended() && call.ended() < answered.began())
                .toList();
        assertThat(between)
                .as(
                        "a write, and then a sync of it, between lines %d and %d of the trace",
                        asked.ended(), answered.began())
                .anyMatch(sync -> sync.isSync()
                        && sync.result() == 0
                        && between.stream()
                                .anyMatch(write -> write.name().equals("pwrite64")
                                        && write.on().equals(sync.on())
                                        && write.ended() < sync.began()));
    }

    static Predicate<Strace.Call> comesFrom(InetSocketAddress sender) {
        return call ->
                call.name().equals("read") && call.on().contains(":" + sender.getPort() + "]") && call.result() > 0;
    }

    static Predicate<Strace.Call> goesTo(InetSocketAddress sender) {
        return call -> call.name().startsWith("write") && call.on().contains(":" + sender.getPort() + "]");
    }
}
