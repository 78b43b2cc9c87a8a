package hallpass.integration.crash;

import hallpass.audit.AuditLogVerifier;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.StoreLocation;
import hallpass.crypto.Randomness;
import hallpass.fixtures.PostgresServer;
import hallpass.integration.crash.AcknowledgedChanges.Range;
import hallpass.integration.crash.AcknowledgedChanges.State;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.Party;
import hallpass.provisioning.BackupArchive;
import hallpass.provisioning.RealmBackup;
import hallpass.provisioning.RealmRestore;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.NoteLimits;
import hallpass.store.NoteStore;
import hallpass.store.RealmStores;
import hallpass.testkit.RealmServer;
import hallpass.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Backs a realm up at random moments while clients change it, restores each backup, and compares
 * the restored realm with the changes that were acknowledged before the backup began.
 */
final class BackupRun implements AutoCloseable {
    private static final long MAX_PAUSE_MILLIS = 300;

    private final InProcessRealm realm;
    private final Path temporary;
    private final String store;
    private final AcknowledgedChanges changes;
    private final List<String> faults = new ArrayList<>();
    private int moments;
    private Duration longestBackup = Duration.ZERO;

    BackupRun(InProcessRealm realm, Path temporary, String store) throws Exception {
        this.realm = realm;
        this.temporary = temporary;
        this.store = store;
        this.changes = new AcknowledgedChanges(realm);
    }

    List<String> run(int count) throws Exception {
        changes.start();
        for (int i = 1; i <= count; i++) {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(MAX_PAUSE_MILLIS));
            backUpAndCheck(i);
            moments++;
        }
        changes.failures().forEach(failure -> faults.add("a client failed: " + failure));
        return List.copyOf(faults);
    }

    String report() {
        return "%d moments under load, %d acknowledged changes, longest backup %d ms; %d faults"
                .formatted(moments, changes.count(), longestBackup.toMillis(), faults.size());
    }

    private void backUpAndCheck(int moment) throws Exception {
        Path file = temporary.resolve("backup-" + moment + ".zip");
        State before = changes.acknowledged();
        long begin = System.nanoTime();
        new RealmBackup(realm.folder().open()).writeTo(file, now());
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        longestBackup = taken.compareTo(longestBackup) > 0 ? taken : longestBackup;
        List<Integer> lastPasswords =
                before.passwords().stream().map(Range::sent).toList();
        int lastNote = before.note().sent();

        changes.pauseDuring(() -> check(moment, file, before, lastPasswords, lastNote));
    }

    private void check(int moment, Path file, State before, List<Integer> lastPasswords, int lastNote)
            throws Exception {
        Path copy = temporary.resolve("restored-" + moment);
        restore(moment, file, copy);
        RealmFolder restored = RealmFolder.open(copy);
        String at = "moment " + moment + ": ";
        AuditLogVerifier.verify(restored).forEach(log -> log.faults().forEach(fault -> faults.add(at + fault)));
        checkNote(at, restored, before.note(), lastNote);
        checkCertificates(at, restored, before);
        checkLogins(at, copy, before.passwords(), lastPasswords);
        RealmFolder.discard(copy);
        Files.delete(file);
    }

    /** On PostgreSQL every other time to SQLite, which is faster. */
    private void restore(int moment, Path file, Path copy) throws RealmException {
        try (BackupArchive archive = BackupArchive.open(file)) {
            RealmRestore restore = new RealmRestore(archive, copy, InstantSource.system(), Randomness.secure());
            if (store.equals("postgres")) {
                PostgresServer server = PostgresServer.shared();
                StoreLocation target =
                        StoreLocation.parse(moment % 2 == 1 ? server.createDatabase() : StoreLocation.SQLITE);
                restore.to(target).withStorePassword(server.password());
            }
            restore.run();
        }
    }

    private void checkNote(String at, RealmFolder restored, Range note, int last) throws RealmException {
        try (NoteStore notes = RealmStores.of(restored).notes(Party.SERVICE, NoteLimits.DEFAULT)) {
            int stored = Integer.parseInt(
                    notes.find(RealmFixture.ALICE, AcknowledgedChanges.NOTE).orElse("0"));
            if (stored < note.acknowledged() || stored > last) {
                faults.add(at + "the note is " + stored + " instead of " + note.acknowledged() + " to " + last);
            }
        }
    }

    private void checkCertificates(String at, RealmFolder restored, State before) throws RealmException {
        try (CertificateLedger ledger = RealmStores.of(restored).ledger()) {
            List<String> serials =
                    ledger.list().stream().map(LedgerEntry::serial).toList();
            before.serials().stream()
                    .filter(serial -> !serials.contains(serial))
                    .forEach(serial -> faults.add(at + "the certificate " + serial + " is missing"));
        }
    }

    private void checkLogins(String at, Path folder, List<Range> users, List<Integer> last) throws Exception {
        try (RealmServer server = RealmServer.builder()
                .folder(folder)
                .servers(Party.AS)
                .port(Party.AS, 0)
                .start()) {
            KerberosClient client = new KerberosClient(
                    new ClientSettings(server.config(), InstantSource.system(), Randomness.secure(), Trace.NONE));
            for (int i = 0; i < users.size(); i++) {
                checkLogin(at, client, users.get(i), last.get(i));
            }
        }
    }

    private void checkLogin(String at, KerberosClient client, Range user, int last) {
        for (int number = user.acknowledged(); number <= last; number++) {
            String password = AcknowledgedChanges.password(number);
            try {
                client.login(user.user(), password::toCharArray);
                return;
            } catch (ClientException e) {
                // The next password may be the one of the backup.
            }
        }
        faults.add(at + "no password of " + user.user() + " from " + user.acknowledged() + " to " + last + " works");
    }

    private static Instant now() {
        return InstantSource.system().instant();
    }

    @Override
    public void close() {
        changes.close();
    }
}
