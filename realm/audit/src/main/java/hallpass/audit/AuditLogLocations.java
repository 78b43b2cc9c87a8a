package hallpass.audit;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the audit logs of a realm. */
final class AuditLogLocations {
    static final List<Party> SERVERS = List.of(Party.AS, Party.TGS, Party.SERVICE, Party.CA, Party.APP);

    private static final Pattern SERVER_LOG_FILE =
            Pattern.compile("audit(?:-([1-9][0-9]{0,3}))?(\\.broken-.*)?\\.(jsonl|head)");
    private static final Pattern CORRUPT_LOG_FILE = Pattern.compile(".*\\.broken-([1-9][0-9]{0,3})\\.(jsonl|head)");

    private AuditLogLocations() {}

    /** The logs of all processes of all parties, each preceded by its corrupt predecessors. */
    static List<AuditLogLocation> of(RealmFolder realm) throws RealmException {
        List<AuditLogLocation> places = new ArrayList<>(withCorruptLogs(AuditLogLocation.admin(realm)));
        for (Party party : SERVERS) {
            TreeSet<Integer> replicas = new TreeSet<>(List.of(1));
            for (String name : fileNames(realm.folderOf(party))) {
                Matcher matcher = SERVER_LOG_FILE.matcher(name);
                if (matcher.matches() && matcher.group(1) != null) {
                    replicas.add(Integer.valueOf(matcher.group(1)));
                }
            }
            for (int replica : replicas) {
                places.addAll(withCorruptLogs(AuditLogLocation.of(realm, party, replica)));
            }
        }
        return places;
    }

    private static List<AuditLogLocation> withCorruptLogs(AuditLogLocation location) throws RealmException {
        TreeSet<Integer> numbers = new TreeSet<>();
        Path folder = location.logFile().toAbsolutePath().getParent();
        for (String name : fileNames(folder == null ? location.logFile() : folder)) {
            Matcher matcher = CORRUPT_LOG_FILE.matcher(name);
            if (name.startsWith(location.baseName() + AuditLogLocation.CORRUPT_MARK) && matcher.matches()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        List<AuditLogLocation> places =
                new ArrayList<>(numbers.stream().map(location::corrupt).toList());
        places.add(location);
        return places;
    }

    private static List<String> fileNames(Path folder) throws RealmException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", folder, "read", e);
        }
    }
}
