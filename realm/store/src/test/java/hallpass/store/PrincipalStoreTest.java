package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.BOB;
import static hallpass.store.StoreTestSupport.ENCRYPTION;
import static hallpass.store.StoreTestSupport.LATER;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.assertRealmError;
import static hallpass.store.StoreTestSupport.assertStoreError;
import static hallpass.store.StoreTestSupport.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.store.PrincipalStore.UnversionedKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
final class PrincipalStoreTest {
    @Parameter
    private DatabaseKind kind;

    @TempDir
    private Path folder;

    private DatabaseLocation location;
    private MasterKey master;
    private PrincipalStore store;

    @BeforeEach
    void create() throws Exception {
        location = kind.location(folder, "principals");
        master = MasterKey.create(folder.resolve("master.key"), RANDOM);
        store = PrincipalStore.create(location, master);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsAddedPrincipal() throws Exception {
        SymmetricKey key = newKey();
        assertThat(store.add(PrincipalType.USER, ALICE, ENCRYPTION, "salt", key, NOW))
                .isEqualTo(1);
        assertThat(store.find(ALICE))
                .contains(new Principal(
                        ALICE, PrincipalType.USER, NOW, false, new Principal.VersionedKey(1, ENCRYPTION, "salt", key)));
    }

    @Test
    void findsOnlyExactNames() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        for (String other : List.of("Alice", "alic", "alice ", "alice%", "' OR 1=1 --")) {
            assertThat(store.find(new PrincipalName(other))).isEmpty();
        }
    }

    @Test
    void decoyKeyIsStablePerName() throws Exception {
        SymmetricKey ofAlice = store.deriveDecoyKey(ALICE, "key", 32);
        store.close();
        store = PrincipalStore.open(location, MasterKey.read(folder.resolve("master.key"), RANDOM));

        assertThat(store.deriveDecoyKey(ALICE, "key", 32)).isEqualTo(ofAlice);
        assertThat(store.deriveDecoyKey(BOB, "key", 32)).isNotEqualTo(ofAlice);
        assertThat(store.deriveDecoyKey(ALICE, "salt", 32)).isNotEqualTo(ofAlice);
        assertThat(store.deriveDecoyKey(ALICE, "key", 16).size()).isEqualTo(16);
    }

    @Test
    void keepsPrincipalsAcrossRestart() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(PrincipalType.SERVICE, BOB, ENCRYPTION, "", SymmetricKey.random("K_s", 32, RANDOM), LATER);
        store.remove(BOB, LATER);
        Optional<Principal> alice = store.find(ALICE);
        Optional<Principal> bob = store.find(BOB);
        List<PrincipalEntry> all = store.list();
        store.close();
        store = PrincipalStore.open(location, MasterKey.read(folder.resolve("master.key"), RANDOM));
        assertThat(store.find(ALICE)).isPresent().isEqualTo(alice);
        assertThat(store.find(BOB)).isPresent().isEqualTo(bob);
        assertThat(store.list()).hasSize(2).isEqualTo(all);
    }

    @Test
    void listsPrincipalsByName() throws Exception {
        store.add(PrincipalType.SERVICE, BOB, ENCRYPTION, "", newKey(), NOW);
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.remove(ALICE, LATER);
        assertThat(store.list())
                .containsExactly(
                        new PrincipalEntry(ALICE, PrincipalType.USER, NOW, Optional.of(LATER), 1, ENCRYPTION, NOW),
                        new PrincipalEntry(BOB, PrincipalType.SERVICE, NOW, Optional.empty(), 1, ENCRYPTION, NOW));
    }

    @Test
    void refusesDuplicateName() throws Exception {
        store.add(PrincipalType.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        Optional<Principal> before = store.find(ALICE);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), LATER))
                .withMessage("The service alice already exists.");
        assertThat(store.find(ALICE)).isEqualTo(before);
    }

    @Test
    void keepsRemovedPrincipal() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        assertThat(store.remove(ALICE, LATER)).isTrue();
        assertThat(store.find(ALICE)).get().extracting(Principal::removed).isEqualTo(true);
        assertThat(store.remove(ALICE, LATER)).isFalse();
        assertThat(store.remove(BOB, LATER)).isFalse();
    }

    @Test
    void reusedNameContinuesKeyVersions() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "old", newKey(), NOW);
        store.replaceKey(ALICE, 1, ENCRYPTION, "old", newKey(), NOW);
        store.remove(ALICE, NOW);
        SymmetricKey key = newKey();
        assertThat(store.add(PrincipalType.SERVICE, ALICE, "aes256-gcm", "new", key, LATER))
                .isEqualTo(3);
        assertThat(store.find(ALICE))
                .contains(new Principal(
                        ALICE,
                        PrincipalType.SERVICE,
                        LATER,
                        false,
                        new Principal.VersionedKey(3, "aes256-gcm", "new", key)));
    }

    @Test
    void replacesKey() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        SymmetricKey key = newKey();
        assertThat(store.replaceKey(ALICE, 1, "aes256-gcm", "salt", key, NOW)).hasValue(2);
        assertThat(store.find(ALICE))
                .contains(new Principal(
                        ALICE,
                        PrincipalType.USER,
                        NOW,
                        false,
                        new Principal.VersionedKey(2, "aes256-gcm", "salt", key)));
        assertThat(query("SELECT COUNT(*) FROM principal_keys")).isEqualTo("1");
    }

    @Test
    void replacesOnlyExpectedVersion() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        Optional<Principal> before = store.find(ALICE);
        for (int expected : new int[] {-1, 0, 2, Integer.MAX_VALUE}) {
            assertThat(store.replaceKey(ALICE, expected, ENCRYPTION, "", newKey(), NOW))
                    .isEmpty();
        }
        assertThat(store.find(ALICE)).isEqualTo(before);
    }

    @Test
    void replacesOnlyKeysOfActiveUsers() throws Exception {
        PrincipalName carol = new PrincipalName("carol");
        store.add(PrincipalType.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(PrincipalType.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        store.remove(BOB, NOW);
        for (PrincipalName name : List.of(ALICE, BOB, carol)) {
            Optional<Principal> before = store.find(name);
            assertThat(store.replaceKey(name, 1, ENCRYPTION, "", newKey(), NOW)).isEqualTo(OptionalInt.empty());
            assertThat(store.find(name)).isEqualTo(before);
        }
    }

    @Test
    void keepsOlderKeyUntilItRetires() throws Exception {
        SymmetricKey first = newKey();
        SymmetricKey second = newKey();
        store.add(PrincipalType.SERVICE, ALICE, ENCRYPTION, "", first, NOW);
        assertThat(store.addKey(ALICE, new UnversionedKey(ENCRYPTION, "", second), NOW, LATER, version -> {}))
                .isEqualTo(2);
        Principal.VersionedKey one = new Principal.VersionedKey(1, ENCRYPTION, "", first);
        Principal.VersionedKey two = new Principal.VersionedKey(2, ENCRYPTION, "", second);
        assertThat(store.find(ALICE).orElseThrow().key()).isEqualTo(two);
        assertThat(store.keysOf(ALICE, LATER.minusMillis(1))).containsExactly(two, one);
        assertThat(store.keysOf(ALICE, LATER)).containsExactly(two);
        assertThat(store.keysOf(BOB, NOW)).isEmpty();
    }

    @Test
    void laterKeyDoesNotPostponeRetirement() throws Exception {
        store.add(PrincipalType.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.addKey(ALICE, new UnversionedKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {});
        store.addKey(ALICE, new UnversionedKey(ENCRYPTION, "", newKey()), NOW, LATER.plusSeconds(60), version -> {});
        assertThat(store.keysOf(ALICE, LATER))
                .extracting(Principal.VersionedKey::version)
                .containsExactly(3, 2);
    }

    @Test
    void deletesRetiredKeys() throws Exception {
        store.add(PrincipalType.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.addKey(ALICE, new UnversionedKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {});
        store.addKey(ALICE, new UnversionedKey(ENCRYPTION, "", newKey()), LATER, LATER.plusSeconds(60), version -> {});
        assertThat(store.keys()).extracting(KeyEntry::version).containsExactly(3, 2);
    }

    @Test
    void listsKeysOfActivePrincipals() throws Exception {
        store.add(PrincipalType.SERVICE, BOB, ENCRYPTION, "", newKey(), NOW);
        store.addKey(BOB, new UnversionedKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {});
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(PrincipalType.USER, new PrincipalName("carol"), ENCRYPTION, "", newKey(), NOW);
        store.remove(new PrincipalName("carol"), LATER);
        assertThat(store.keys())
                .containsExactly(
                        new KeyEntry(ALICE, PrincipalType.USER, 1, ENCRYPTION, NOW, Optional.empty()),
                        new KeyEntry(BOB, PrincipalType.SERVICE, 2, ENCRYPTION, NOW, Optional.empty()),
                        new KeyEntry(BOB, PrincipalType.SERVICE, 1, ENCRYPTION, NOW, Optional.of(LATER)));
    }

    @Test
    void doesNotAddKeyForRemovedOrUnknownPrincipal() throws Exception {
        store.add(PrincipalType.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        store.remove(BOB, NOW);
        for (PrincipalName name : List.of(ALICE, BOB)) {
            assertRealmError(
                    RealmError.UNKNOWN_PRINCIPAL,
                    () -> store.addKey(name, new UnversionedKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {}));
        }
    }

    @Test
    void refusesWrongMasterKey() throws Exception {
        MasterKey other = MasterKey.create(folder.resolve("other.key"), RANDOM);
        assertRealmError(RealmError.WRONG_MASTER_KEY, () -> PrincipalStore.open(location, other));
    }

    @Test
    void refusesKeyMovedToOtherRow() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(PrincipalType.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        tamper("UPDATE principal_keys SET sealed_key = (SELECT sealed_key FROM principal_keys WHERE principal_id = 2)");
        assertKeyRefused(ALICE);
        assertThat(store.find(BOB)).isPresent();
    }

    @Test
    void refusesKeyUnderOtherName() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        tamper("UPDATE principals SET name = 'bob'");
        assertKeyRefused(BOB);
    }

    @Test
    void refusesKeyOfOtherVersion() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        tamper("UPDATE principal_keys SET version = 2");
        assertKeyRefused(ALICE);
    }

    @Test
    void refusesModifiedOrTruncatedKey() throws Exception {
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        for (String sealed : kind.corruptedBytes("sealed_key")) {
            tamper("UPDATE principal_keys SET sealed_key = " + sealed);
            assertKeyRefused(ALICE);
        }
    }

    @Test
    void storesNoKeyInClear() throws Exception {
        assumeThat(kind).as("the database is a local file").isEqualTo(DatabaseKind.SQLITE);
        SymmetricKey key = SymmetricKey.of("K", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", key, NOW);
        assertThat(StoreTestSupport.fileNames(folder)).contains("principals.db-wal");
        assertThat(StoreTestSupport.anyFileContains(folder, "alice".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(StoreTestSupport.anyFileContains(folder, key.exposeMaterial()))
                .isFalse();
        store.close();
        assertThat(StoreTestSupport.anyFileContains(folder, key.exposeMaterial()))
                .isFalse();
    }

    @Test
    void sealingUsesFreshNonce() throws Exception {
        SymmetricKey key = newKey();
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", key, NOW);
        store.add(PrincipalType.USER, BOB, ENCRYPTION, "", key, NOW);
        assertThat(query("SELECT COUNT(DISTINCT substr(sealed_key, 1, 12)) FROM principal_keys"))
                .isEqualTo("2");
        assertThat(query("SELECT COUNT(DISTINCT substr(sealed_key, 13)) FROM principal_keys"))
                .isEqualTo("2");
    }

    @Test
    void erasesReplacedKeyFromFile() throws Exception {
        assumeThat(kind).as("the database is a local file").isEqualTo(DatabaseKind.SQLITE);
        store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        byte[] old = HexFormat.of().parseHex(query("SELECT hex(sealed_key) FROM principal_keys"));
        store.replaceKey(ALICE, 1, ENCRYPTION, "", newKey(), NOW);
        store.close();
        assertThat(StoreTestSupport.anyFileContains(folder, old)).isFalse();
    }

    private void tamper(String sql) throws Exception {
        try (Database database = location.open(DatabaseSchema.PRINCIPALS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            database.<Integer, RuntimeException>write(handle -> handle.execute(sql));
        }
    }

    private String query(String query) throws Exception {
        try (Database database = location.open(DatabaseSchema.PRINCIPALS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            return database.read(
                    handle -> handle.createQuery(query).mapTo(String.class).one());
        }
    }

    private void assertKeyRefused(PrincipalName name) {
        assertStoreError(RealmError.DATABASE_CORRUPT, () -> store.find(name));
    }
}
