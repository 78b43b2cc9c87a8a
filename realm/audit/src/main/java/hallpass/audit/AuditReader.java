package hallpass.audit;

import hallpass.audit.AuditLineReader.RawLine;
import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Reads all audit logs of a realm, merged by time. Does not verify them. */
public final class AuditReader implements AutoCloseable {
    private final RealmFolder realm;
    /** By file key, which survives a rename. */
    private final Map<Object, OpenLog> logs = new HashMap<>();

    public AuditReader(RealmFolder realm) {
        this.realm = realm;
    }

    /** A line, and its text in the file. */
    public record StoredLine(AuditLine line, String text) {}

    /** Receives the lines. */
    public interface LineHandler {
        void accept(StoredLine line);

        /** @param place the file and the position of a malformed line */
        void malformed(String place);
    }

    private record OpenLog(Path file, FileChannel channel, AuditLineReader lines) {
        Optional<QueuedLine> next(LineHandler handler) throws IOException {
            for (Optional<RawLine> raw = lines.next(); raw.isPresent(); raw = lines.next()) {
                byte[] content = raw.get().content().toArray();
                try {
                    StoredLine stored =
                            new StoredLine(AuditLine.decode(content), new String(content, StandardCharsets.US_ASCII));
                    return Optional.of(new QueuedLine(stored, this));
                } catch (MalformedJsonException e) {
                    handler.malformed(file + ", at byte " + raw.get().start());
                }
            }
            return Optional.empty();
        }
    }

    private record QueuedLine(StoredLine stored, OpenLog log) {}

    /** Reads the lines that were appended since the last call. */
    public void readNew(LineHandler handler) throws RealmException {
        try {
            PriorityQueue<QueuedLine> next = new PriorityQueue<>(Comparator.comparing(
                            (QueuedLine queued) -> queued.stored.line().time())
                    .thenComparing(queued -> queued.stored.line().party())
                    .thenComparing(queued -> queued.stored.line().number()));
            for (OpenLog log : open()) {
                log.next(handler).ifPresent(next::add);
            }
            while (!next.isEmpty()) {
                QueuedLine first = next.remove();
                handler.accept(first.stored);
                first.log.next(handler).ifPresent(next::add);
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The audit log of", realm.root(), "read", e);
        }
    }

    private List<OpenLog> open() throws IOException, RealmException {
        List<OpenLog> all = new ArrayList<>();
        for (AuditLogLocation location : AuditLogLocations.of(realm)) {
            if (Files.exists(location.logFile())) {
                Object identity = identity(location.logFile());
                OpenLog known = logs.get(identity);
                if (known == null) {
                    FileChannel channel = FileChannel.open(location.logFile(), StandardOpenOption.READ);
                    known = new OpenLog(location.logFile(), channel, new AuditLineReader(channel, 0));
                    logs.put(identity, known);
                }
                all.add(known);
            }
        }
        return all;
    }

    private static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    @Override
    public void close() throws RealmException {
        for (OpenLog log : logs.values()) {
            try {
                log.channel.close();
            } catch (IOException e) {
                throw PrivateFiles.ioFailure("The audit log", log.file, "closed", e);
            }
        }
    }
}
