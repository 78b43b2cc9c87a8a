package hallpass.it;

import hallpass.attack.lab.TemporaryFolder;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a first life of a program reads from its jars, all later ones map from an archive (JEP 350), and are ready in two
 * thirds of the time. The tests start some hundreds of them.
 */
final class ClassArchives {
    private static final int MOST_TRIES = 2;

    private final Path folder;

    private ClassArchives(Path folder) {
        this.folder = folder;
    }

    /** Made by whoever asks first; the others wait. */
    private static final class Holder {
        private static final Optional<ClassArchives> MADE = make();
    }

    /** The option of the JVM for this jar, unless there is no archive of it. For the JDK that runs the tests. */
    static List<String> optionsFor(String jar) {
        return Holder.MADE
                .map(archives -> archives.of(jar))
                .filter(Files::exists)
                .map(archive -> List.of("-XX:SharedArchiveFile=" + archive))
                .orElse(List.of());
    }

    private List<String> writing(String jar) {
        return List.of("-XX:ArchiveClassesAtExit=" + of(jar));
    }

    private Path of(String jar) {
        return folder.resolve(jar.replace(".jar", ".jsa"));
    }

    /** Nothing where that first life fails: everything works without archives, and only takes longer. */
    private static Optional<ClassArchives> make() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                ClassArchives archives =
                        new ClassArchives(TemporaryFolder.create().path());
                archives.liveOnce();
                return Optional.of(archives);
            } catch (Exception | AssertionError e) {
                System.out.println("no archives of the jars' classes: " + e);
            }
        }
        return Optional.empty();
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
