package hallpass.integration.crash;

import hallpass.integration.harness.RealmFixture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An AS on SQLite whose kill also simulates a power loss: it truncates the write-ahead log to the
 * length that strace saw synced. That is sufficient because each start begins with an empty log,
 * which then only grows.
 */
final class PowerLossServer implements KillableServer, AutoCloseable {
    private final KillableSqliteServer as;
    private final Path wal;
    private final Path trace;

    /** @param trace output file of strace */
    PowerLossServer(RealmFixture folder, Path trace, KillableSqliteServer as) throws Exception {
        Path database = folder.open().principalDatabase();
        this.wal = database.resolveSibling(database.getFileName() + "-wal");
        this.trace = trace;
        this.as = as;
    }

    @Override
    public void start() throws Exception {
        as.checkpointWal();
        as.start();
    }

    @Override
    public void kill() throws Exception {
        as.kill();
        if (Files.exists(wal)) {
            try (FileChannel file = FileChannel.open(wal, StandardOpenOption.WRITE)) {
                file.truncate(syncedLength());
            }
        }
    }

    private long syncedLength() throws IOException {
        List<Strace.SystemCall> calls = callsAfterStart();
        List<WalWrite> writes = calls.stream()
                .filter(call -> call.name().equals("pwrite64"))
                .map(WalWrite::of)
                .toList();
        return calls.stream()
                .filter(call -> call.isSync() && call.result() == 0)
                .mapToLong(sync -> lengthWrittenBefore(sync, writes))
                .max()
                .orElse(0);
    }

    /**
     * The calls on the log of the running server. Before it, the start writes a log with the new
     * epoch of the database, and removes it.
     */
    private List<Strace.SystemCall> callsAfterStart() throws IOException {
        List<Strace.SystemCall> calls = Strace.calls(trace).stream()
                .filter(call -> call.target().equals(wal.toString()))
                .toList();
        List<Integer> starts = IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).name().equals("pwrite64") && WalWrite.of(calls.get(i)).offset == 0)
                .boxed()
                .toList();
        if (starts.size() > 2) {
            throw new AssertionError("the log was restarted; truncating it does not simulate a power loss");
        }
        return starts.size() < 2 ? List.of() : calls.subList(starts.get(1), calls.size());
    }

    private static long lengthWrittenBefore(Strace.SystemCall sync, List<WalWrite> writes) {
        return writes.stream()
                .filter(write -> write.call.lastLine() < sync.firstLine())
                .mapToLong(write -> write.offset + write.length)
                .max()
                .orElse(0);
    }

    /** Offset and length of a write to the log, in bytes. */
    private record WalWrite(Strace.SystemCall call, long offset, long length) {
        private static final Pattern RANGE = Pattern.compile(", (\\d+), (\\d+)(?:\\).*| <unfinished \\.\\.\\.>)$");

        static WalWrite of(Strace.SystemCall call) {
            Matcher place = RANGE.matcher(call.arguments());
            if (!place.find()) {
                throw new AssertionError("unknown strace output: " + call);
            }
            return new WalWrite(call, Long.parseLong(place.group(2)), Long.parseLong(place.group(1)));
        }
    }

    @Override
    public String storeProblems() throws Exception {
        return as.storeProblems();
    }

    @Override
    public void close() {
        as.close();
    }
}
