package hallpass.audit;

import hallpass.audit.FlatJson.Unreadable;
import hallpass.audit.LineReader.RawLine;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
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

/** Reads all logs of a realm as one, by time; called again, what was written since. Checks nothing. */
public final class AuditReader implements AutoCloseable {
    private final RealmFolder realm;
    /** By what tells files apart when they get other names. */
    private final Map<Object, OpenLog> logs = new HashMap<>();

    public AuditReader(RealmFolder realm) {
        this.realm = realm;
    }

    /** A line, and its bytes as they are in the file. */
    public record Shown(Line line, String text) {}

    /** Is given the lines one by one. */
    public interface Reading {
        void read(Shown line);

        /** @param place file and line of something that is no line of a log */
        void unreadable(String place);
    }

    private record OpenLog(Path file, FileChannel channel, LineReader lines) {
        Optional<Waiting> next(Reading reading) throws IOException {
            for (Optional<RawLine> raw = lines.next(); raw.isPresent(); raw = lines.next()) {
                byte[] content = raw.get().content().toArray();
                try {
                    Shown shown = new Shown(Line.decode(content), new String(content, StandardCharsets.US_ASCII));
                    return Optional.of(new Waiting(shown, this));
                } catch (Unreadable e) {
                    reading.unreadable(file + ", at byte " + raw.get().from());
                }
            }
            return Optional.empty();
        }
    }

    private record Waiting(Shown shown, OpenLog log) {}

    /** All lines that were not read yet. */
    public void read(Reading reading) throws RealmProblem {
        try {
            PriorityQueue<Waiting> next = new PriorityQueue<>(Comparator.comparing(
                            (Waiting waiting) -> waiting.shown.line().time())
                    .thenComparing(waiting -> waiting.shown.line().party())
                    .thenComparing(waiting -> waiting.shown.line().number()));
            for (OpenLog log : open()) {
                log.next(reading).ifPresent(next::add);
            }
            while (!next.isEmpty()) {
                Waiting first = next.remove();
                reading.read(first.shown);
                first.log.next(reading).ifPresent(next::add);
            }
        } catch (IOException e) {
            throw PrivateFiles.problem("The audit log of", realm.root(), "read", e);
        }
    }

    private List<OpenLog> open() throws IOException, RealmProblem {
        List<OpenLog> all = new ArrayList<>();
        for (AuditPlace place : Logs.of(realm)) {
            if (Files.exists(place.log())) {
                Object identity = identity(place.log());
                OpenLog known = logs.get(identity);
                if (known == null) {
                    FileChannel channel = FileChannel.open(place.log(), StandardOpenOption.READ);
                    known = new OpenLog(place.log(), channel, new LineReader(channel, 0));
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
    public void close() throws RealmProblem {
        for (OpenLog log : logs.values()) {
            try {
                log.channel.close();
            } catch (IOException e) {
                throw PrivateFiles.problem("The audit log", log.file, "closed", e);
            }
        }
    }
}
