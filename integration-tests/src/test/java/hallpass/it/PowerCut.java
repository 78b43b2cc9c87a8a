package hallpass.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An as over SQLite whose machine loses its power with it: what was written to the log of the database and not yet synced
 * is gone too. strace tells what that is; the log only grows between two starts, so that cutting it back is enough.
 */
final class PowerCut implements Victim, AutoCloseable {
    private static final Pattern PLACE = Pattern.compile(", (\\d+), (\\d+)(?:\\).*| <unfinished \\.\\.\\.>)$");

    private final VictimOnSqlite as;
    private final Path log;
    private final Path trace;
    private long lengthAtStart;

    /** @param trace where strace writes */
    PowerCut(LabFolder folder, Path trace, VictimOnSqlite as) throws Exception {
        Path database = folder.open().principals();
        this.log = database.resolveSibling(database.getFileName() + "-wal");
        this.trace = trace;
        this.as = as;
    }

    @Override
    public void start() throws Exception {
        lengthAtStart = Files.exists(log) ? Files.size(log) : 0;
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
        long onDisk = lengthAtStart;
        for (Strace.Call sync : Strace.calls(trace)) {
            if (sync.isSync() && sync.on().equals(log.toString()) && sync.result() == 0) {
                onDisk = Math.max(onDisk, lengthWrittenBefore(sync));
            }
        }
        return onDisk;
    }

    private long lengthWrittenBefore(Strace.Call sync) throws IOException {
        long written = lengthAtStart;
        for (Strace.Call write : Strace.calls(trace)) {
            if (write.name().equals("pwrite64") && write.on().equals(log.toString()) && write.ended() < sync.began()) {
                written = Math.max(written, end(write));
            }
        }
        return written;
    }

    private long end(Strace.Call write) {
        Matcher place = PLACE.matcher(write.arguments());
        if (!place.find()) {
            throw new AssertionError("strace has changed: " + write);
        }
        long offset = Long.parseLong(place.group(2));
        if (offset < lengthAtStart) {
            throw new AssertionError("the log began anew, and cutting it back would not undo that");
        }
        return offset + Long.parseLong(place.group(1));
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
