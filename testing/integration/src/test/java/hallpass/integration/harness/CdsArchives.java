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
 * Class-data archives (JEP 350) of the jars. A JVM that maps one starts in two thirds of the time,
 * and the tests start hundreds of JVMs.
 */
final class CdsArchives {
    private static final int MAX_TRIES = 2;

    private final Path folder;

    private CdsArchives(Path folder) {
        this.folder = folder;
    }

    /** Creates the archives on first use; concurrent callers wait. */
    private static final class Holder {
        private static final Optional<CdsArchives> ARCHIVES = create();
    }

    /** JVM options for a jar, valid for the JDK of the tests; none if there is no archive. */
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

    /** Empty if the training run fails: without archives the tests only take longer. */
    private static Optional<CdsArchives> create() {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try {
                CdsArchives archives = new CdsArchives(TemporaryFolder.create().path());
                archives.trainingRun();
                return Optional.of(archives);
            } catch (Exception | AssertionError e) {
                System.out.println("no class-data archives: " + e);
            }
        }
        return Optional.empty();
    }

    /** Starts each server and plays the demonstration, which loads most classes. */
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
