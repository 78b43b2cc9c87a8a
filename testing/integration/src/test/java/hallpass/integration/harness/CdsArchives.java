package hallpass.integration.harness;

import hallpass.attack.lab.TemporaryFolder;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a first life of a program reads from its jars, all later ones map from an archive (JEP 350), and are ready in two
 * thirds of the time. The tests start some hundreds of them.
 */
final class CdsArchives {
    private static final int MAX_TRIES = 2;

    private final Path folder;

    private CdsArchives(Path folder) {
        this.folder = folder;
    }

    /** Made by whoever asks first; the others wait. */
    private static final class Holder {
        private static final Optional<CdsArchives> ARCHIVES = create();
    }

    /** The option of the JVM for this jar, unless there is no archive of it. For the JDK that runs the tests. */
    static List<String> optionsFor(String jar) {
        return Holder.ARCHIVES
                .map(archives -> archives.archiveOf(jar))
                .filter(Files::exists)
                .map(archive -> List.of("-XX:SharedArchiveFile=" + archive))
                .orElse(List.of());
    }

    private List<String> dumpOptions(String jar) {
        return List.of("-XX:ArchiveClassesAtExit=" + archiveOf(jar));
    }

    private Path archiveOf(String jar) {
        return folder.resolve(jar.replace(".jar", ".jsa"));
    }

    /** Nothing where that first life fails: everything works without archives, and only takes longer. */
    private static Optional<CdsArchives> create() {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try {
                CdsArchives archives = new CdsArchives(TemporaryFolder.create().path());
                archives.trainingRun();
                return Optional.of(archives);
            } catch (Exception | AssertionError e) {
                System.out.println("no archives of the jars' classes: " + e);
            }
        }
        return Optional.empty();
    }

    /** Everything that the servers and the commands mostly do. */
    private void trainingRun() throws Exception {
        RealmFixture realm = RealmFixture.create(folder.resolve("realm"));
        Map<String, String> environment = MultiProcessRealm.environment(folder);
        try (MultiProcessRealm servers =
                new MultiProcessRealm(realm, JarLauncher.standard(environment).withOptions(this::dumpOptions))) {
            servers.startAll();
            ProcessResult demo =
                    servers.hallpassWithInput(List.of(RealmFixture.ALICE_PASSWORD, "new"), "demo", "--password-stdin");
            if (demo.exitCode() != 0) {
                throw new IllegalStateException(demo.errorOutput());
            }
            for (Party party : Party.SERVERS) {
                servers.stop(party);
            }
        }
    }
}
