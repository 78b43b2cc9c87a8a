package hallpass.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An as over SQLite whose machine loses its power with it: what was written to the log of the database and not yet synced
 * is gone too. strace tells what that is. Each life begins with an empty log, which then only grows: cutting it back is enough.
 */
final class PowerCut implements Victim, AutoCloseable {
    private final VictimOnSqlite as;
    private final Path log;
    private final Path trace;

    /** @param trace where strace writes */
    PowerCut(LabFolder folder, Path trace, VictimOnSqlite as) throws Exception {
        Path database = folder.open().principals();
        this.log = database.resolveSibling(database.getFileName() + "-wal");
        this.trace = trace;
        this.as = as;
    }

    @Override
    public void start() throws Exception {
        as.emptyTheLog();
        as.start();
    }

    @Override
    public void kill() throws Exception {
        as.kill();
        if (Files.exists(log)) {
            try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                file.truncate(lengthOnDisk());
            }
        }
    }

    private long lengthOnDisk() throws IOException {
        List<Strace.Call> calls = Strace.calls(trace).stream()
                .filter(call -> call.on().equals(log.toString()))
                .toList();
        List<Write> writes = calls.stream()
                .filter(call -> call.name().equals("pwrite64"))
                .map(Write::of)
                .toList();
        if (writes.stream().filter(write -> write.offset == 0).count() > 1) {
            throw new AssertionError("the log began anew, and cutting it back would not undo that");
        }
        return calls.stream()
                .filter(call -> call.isSync() && call.result() == 0)
                .mapToLong(sync -> lengthWrittenBefore(sync, writes))
                .max()
                .orElse(0);
    }

    private static long lengthWrittenBefore(Strace.Call sync, List<Write> writes) {
        return writes.stream()
                .filter(write -> write.call.ended() < sync.began())
                .mapToLong(write -> write.offset + write.length)
                .max()
                .orElse(0);
    }

    /** A write to the log, in bytes. */
    private record Write(Strace.Call call, long offset, long length) {
        private static final Pattern PLACE = Pattern.compile(", (\\d+), (\\d+)(?:\\).*| <unfinished \\.\\.\\.>)$");

        static Write of(Strace.Call call) {
            Matcher place = PLACE.matcher(call.arguments());
            if (!place.find()) {
                throw new AssertionError("strace has changed: " + call);
            }
            return new Write(call, Long.parseLong(place.group(2)), Long.parseLong(place.group(1)));
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
