package hallpass.audit;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which logs a realm has. */
final class Logs {
    static final List<Party> SERVERS = List.of(Party.AS, Party.TGS, Party.SERVICE, Party.CA, Party.APP);

    private static final Pattern OF_A_SERVER =
            Pattern.compile("audit(?:-([1-9][0-9]{0,3}))?(\\.broken-.*)?\\.(jsonl|head)");
    private static final Pattern OF_BROKEN = Pattern.compile(".*\\.broken-([1-9][0-9]{0,3})\\.(jsonl|head)");

    private Logs() {}

    /** Those of all processes of all parties, each after the broken ones before it. */
    static List<AuditPlace> of(RealmFolder realm) throws RealmProblem {
        List<AuditPlace> places = new ArrayList<>(withBroken(AuditPlace.admin(realm)));
        for (Party party : SERVERS) {
            TreeSet<Integer> replicas = new TreeSet<>(List.of(1));
            for (String name : names(realm.of(party))) {
                Matcher matcher = OF_A_SERVER.matcher(name);
                if (matcher.matches() && matcher.group(1) != null) {
                    replicas.add(Integer.valueOf(matcher.group(1)));
                }
            }
            for (int replica : replicas) {
                places.addAll(withBroken(AuditPlace.of(realm, party, replica)));
            }
        }
        return places;
    }

    private static List<AuditPlace> withBroken(AuditPlace place) throws RealmProblem {
        TreeSet<Integer> numbers = new TreeSet<>();
        Path folder = place.log().toAbsolutePath().getParent();
        for (String name : names(folder == null ? place.log() : folder)) {
            Matcher matcher = OF_BROKEN.matcher(name);
            if (name.startsWith(place.name() + AuditPlace.BROKEN) && matcher.matches()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        List<AuditPlace> places =
                new ArrayList<>(numbers.stream().map(place::broken).toList());
        places.add(place);
        return places;
    }

    private static List<String> names(Path folder) throws RealmProblem {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException e) {
            throw PrivateFiles.problem("The folder", folder, "read", e);
        }
    }
}
