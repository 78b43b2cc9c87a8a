package hallpass.it;

import hallpass.attack.lab.TemporaryFolder;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a first life of a program reads from its jars, all later ones map from an archive (JEP 350), and are ready in two
 * thirds of the time. The tests start some hundreds of them.
 */
final class ClassArchives {
    private final Path folder;

    private ClassArchives(Path folder) {
        this.folder = folder;
    }

    /** Made by whoever asks first; the others wait. */
    private static final class Holder {
        private static final ClassArchives MADE = make();
    }

    /** The option of the JVM for this jar, unless there is no archive of it. For the JDK that runs the tests. */
    static List<String> optionsFor(String jar) {
        Path archive = Holder.MADE.of(jar);
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    private List<String> writing(String jar) {
        return List.of("-XX:ArchiveClassesAtExit=" + of(jar));
    }

    private Path of(String jar) {
        return folder.resolve(jar.replace(".jar", ".jsa"));
    }

    private static ClassArchives make() {
        try {
            ClassArchives archives = new ClassArchives(TemporaryFolder.create().path());
            archives.liveOnce();
            return archives;
        } catch (Exception e) {
            throw new IllegalStateException("no archive could be made of the jars' classes", e);
        }
    }

    /** Everything that the servers and the commands mostly do. */
    private void liveOnce() throws Exception {
        LabFolder realm = LabFolder.in(folder.resolve("realm"));
        Map<String, String> environment = RealmOfJars.environment(folder);
        try (RealmOfJars servers =
                new RealmOfJars(realm, Launcher.asUsersDo(environment).with(this::writing))) {
            servers.startAll();
            Ended demo = servers.hallpassWith(List.of(LabFolder.ALICE_PASSWORD, "new"), "demo", "--password-stdin");
            if (demo.exit() != 0) {
                throw new IllegalStateException(demo.errorText());
            }
            for (Party party : Party.SERVERS) {
                servers.stop(party);
            }
        }
    }
}
