package hallpass.store;

import static hallpass.store.Samples.ALICE;
import static hallpass.store.Samples.BOB;
import static hallpass.store.Samples.ENCRYPTION;
import static hallpass.store.Samples.LATER;
import static hallpass.store.Samples.NOW;
import static hallpass.store.Samples.RANDOM;
import static hallpass.store.Samples.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore.NewKey;
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
    private StoreKind kind;

    @TempDir
    private Path folder;

    private Place place;
    private MasterKey master;
    private PrincipalStore store;

    @BeforeEach
    void create() throws Exception {
        place = kind.place(folder, "principals");
        master = MasterKey.create(folder.resolve("master.key"), RANDOM);
        store = PrincipalStore.create(place, master);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsWhatWasAdded() throws Exception {
        SymmetricKey key = newKey();
        assertThat(store.add(Kind.USER, ALICE, ENCRYPTION, "salt", key, NOW)).isEqualTo(1);
        assertThat(store.find(ALICE))
                .contains(new Principal(ALICE, Kind.USER, NOW, false, new Principal.Key(1, ENCRYPTION, "salt", key)));
    }

    @Test
    void findsNobodyByAnotherName() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        for (String other : List.of("Alice", "alic", "alice ", "alice%", "' OR 1=1 --")) {
            assertThat(store.find(new PrincipalName(other))).isEmpty();
        }
    }

    @Test
    void hasOneDecoyKeyForEachNameThatStaysTheSame() throws Exception {
        SymmetricKey ofAlice = store.decoyKey(ALICE, "key", 32);
        store.close();
        store = PrincipalStore.open(place, MasterKey.read(folder.resolve("master.key"), RANDOM));

        assertThat(store.decoyKey(ALICE, "key", 32)).isEqualTo(ofAlice);
        assertThat(store.decoyKey(BOB, "key", 32)).isNotEqualTo(ofAlice);
        assertThat(store.decoyKey(ALICE, "salt", 32)).isNotEqualTo(ofAlice);
        assertThat(store.decoyKey(ALICE, "key", 16).size()).isEqualTo(16);
    }

    @Test
    void findsTheSameAfterItIsClosedAndOpened() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(Kind.SERVICE, BOB, ENCRYPTION, "", SymmetricKey.random("K_s", 32, RANDOM), LATER);
        store.remove(BOB, LATER);
        Optional<Principal> alice = store.find(ALICE);
        Optional<Principal> bob = store.find(BOB);
        List<PrincipalEntry> all = store.list();
        store.close();
        store = PrincipalStore.open(place, MasterKey.read(folder.resolve("master.key"), RANDOM));
        assertThat(store.find(ALICE)).isPresent().isEqualTo(alice);
        assertThat(store.find(BOB)).isPresent().isEqualTo(bob);
        assertThat(store.list()).hasSize(2).isEqualTo(all);
    }

    @Test
    void listsAllInOrderWithoutTheirKeys() throws Exception {
        store.add(Kind.SERVICE, BOB, ENCRYPTION, "", newKey(), NOW);
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.remove(ALICE, LATER);
        assertThat(store.list())
                .containsExactly(
                        new PrincipalEntry(ALICE, Kind.USER, NOW, Optional.of(LATER), 1, ENCRYPTION, NOW),
                        new PrincipalEntry(BOB, Kind.SERVICE, NOW, Optional.empty(), 1, ENCRYPTION, NOW));
    }

    @Test
    void refusesANameThatIsTaken() throws Exception {
        store.add(Kind.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        Optional<Principal> before = store.find(ALICE);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), LATER))
                .withMessage("There is a service alice already. Choose another name, or remove that one first.");
        assertThat(store.find(ALICE)).isEqualTo(before);
    }

    @Test
    void keepsARemovedPrincipalAsRemoved() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        assertThat(store.remove(ALICE, LATER)).isTrue();
        assertThat(store.find(ALICE)).get().extracting(Principal::removed).isEqualTo(true);
        assertThat(store.remove(ALICE, LATER)).isFalse();
        assertThat(store.remove(BOB, LATER)).isFalse();
    }

    @Test
    void makesANewAccountOfARemovedNameWhoseKeyVersionsGoOn() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "old", newKey(), NOW);
        store.replaceKey(ALICE, 1, ENCRYPTION, "old", newKey());
        store.remove(ALICE, NOW);
        SymmetricKey key = newKey();
        assertThat(store.add(Kind.SERVICE, ALICE, "aes256-gcm", "new", key, LATER))
                .isEqualTo(3);
        assertThat(store.find(ALICE))
                .contains(new Principal(
                        ALICE, Kind.SERVICE, LATER, false, new Principal.Key(3, "aes256-gcm", "new", key)));
    }

    @Test
    void replacesAKey() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        SymmetricKey key = newKey();
        assertThat(store.replaceKey(ALICE, 1, "aes256-gcm", "salt", key)).hasValue(2);
        assertThat(store.find(ALICE))
                .contains(new Principal(ALICE, Kind.USER, NOW, false, new Principal.Key(2, "aes256-gcm", "salt", key)));
        assertThat(ask("SELECT COUNT(*) FROM principal_keys")).isEqualTo("1");
    }

    @Test
    void replacesNoKeyButTheExpectedOne() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        Optional<Principal> before = store.find(ALICE);
        for (int expected : new int[] {-1, 0, 2, Integer.MAX_VALUE}) {
            assertThat(store.replaceKey(ALICE, expected, ENCRYPTION, "", newKey()))
                    .isEmpty();
        }
        assertThat(store.find(ALICE)).isEqualTo(before);
    }

    @Test
    void replacesNoKeyOfServicesAndOfThoseThatAreRemovedOrUnknown() throws Exception {
        PrincipalName carol = new PrincipalName("carol");
        store.add(Kind.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(Kind.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        store.remove(BOB, NOW);
        for (PrincipalName name : List.of(ALICE, BOB, carol)) {
            Optional<Principal> before = store.find(name);
            assertThat(store.replaceKey(name, 1, ENCRYPTION, "", newKey())).isEqualTo(OptionalInt.empty());
            assertThat(store.find(name)).isEqualTo(before);
        }
    }

    @Test
    void keepsAnOlderKeyBesideTheNewOneUntilItRetires() throws Exception {
        SymmetricKey first = newKey();
        SymmetricKey second = newKey();
        store.add(Kind.SERVICE, ALICE, ENCRYPTION, "", first, NOW);
        assertThat(store.addKey(ALICE, new NewKey(ENCRYPTION, "", second), NOW, LATER, version -> {}))
                .isEqualTo(2);
        Principal.Key one = new Principal.Key(1, ENCRYPTION, "", first);
        Principal.Key two = new Principal.Key(2, ENCRYPTION, "", second);
        assertThat(store.find(ALICE).orElseThrow().key()).isEqualTo(two);
        assertThat(store.keysOf(ALICE, LATER.minusMillis(1))).containsExactly(two, one);
        assertThat(store.keysOf(ALICE, LATER)).containsExactly(two);
        assertThat(store.keysOf(BOB, NOW)).isEmpty();
    }

    @Test
    void neverLetsAKeyLiveLongerBecauseOfALaterOne() throws Exception {
        store.add(Kind.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.addKey(ALICE, new NewKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {});
        store.addKey(ALICE, new NewKey(ENCRYPTION, "", newKey()), NOW, LATER.plusSeconds(60), version -> {});
        assertThat(store.keysOf(ALICE, LATER))
                .extracting(Principal.Key::version)
                .containsExactly(3, 2);
    }

    @Test
    void keepsNothingOfAKeyThatHasRetired() throws Exception {
        store.add(Kind.SERVICE, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.addKey(ALICE, new NewKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {});
        store.addKey(ALICE, new NewKey(ENCRYPTION, "", newKey()), LATER, LATER.plusSeconds(60), version -> {});
        assertThat(store.keys()).extracting(KeyEntry::version).containsExactly(3, 2);
    }

    @Test
    void listsTheKeysOfAllWhoAreNotRemoved() throws Exception {
        store.add(Kind.SERVICE, BOB, ENCRYPTION, "", newKey(), NOW);
        store.addKey(BOB, new NewKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {});
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(Kind.USER, new PrincipalName("carol"), ENCRYPTION, "", newKey(), NOW);
        store.remove(new PrincipalName("carol"), LATER);
        assertThat(store.keys())
                .containsExactly(
                        new KeyEntry(ALICE, Kind.USER, 1, ENCRYPTION, NOW, Optional.empty()),
                        new KeyEntry(BOB, Kind.SERVICE, 2, ENCRYPTION, NOW, Optional.empty()),
                        new KeyEntry(BOB, Kind.SERVICE, 1, ENCRYPTION, NOW, Optional.of(LATER)));
    }

    @Test
    void addsNoKeyForThoseWhoAreRemovedOrUnknown() throws Exception {
        store.add(Kind.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        store.remove(BOB, NOW);
        for (PrincipalName name : List.of(ALICE, BOB)) {
            assertThatExceptionOfType(RealmProblem.class)
                    .isThrownBy(
                            () -> store.addKey(name, new NewKey(ENCRYPTION, "", newKey()), NOW, LATER, version -> {}))
                    .withMessageStartingWith("The realm has no principal " + name + ".");
        }
    }

    @Test
    void refusesAnotherMasterKey() throws Exception {
        MasterKey other = MasterKey.create(folder.resolve("other.key"), RANDOM);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> PrincipalStore.open(place, other))
                .withMessageStartingWith("The master key is not the one that " + place.name() + " was made with.");
    }

    @Test
    void opensNoKeyInAnothersRow() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        store.add(Kind.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        tamper("UPDATE principal_keys SET sealed_key = (SELECT sealed_key FROM principal_keys WHERE principal_id = 2)");
        assertRefusesTheKeyOf(ALICE);
        assertThat(store.find(BOB)).isPresent();
    }

    @Test
    void opensNoKeyUnderAnotherName() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        tamper("UPDATE principals SET name = 'bob'");
        assertRefusesTheKeyOf(BOB);
    }

    @Test
    void opensNoKeyOfAnotherVersion() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        tamper("UPDATE principal_keys SET version = 2");
        assertRefusesTheKeyOf(ALICE);
    }

    @Test
    void opensNoKeyThatWasChangedOrCut() throws Exception {
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        for (String sealed : kind.broken("sealed_key")) {
            tamper("UPDATE principal_keys SET sealed_key = " + sealed);
            assertRefusesTheKeyOf(ALICE);
        }
    }

    @Test
    void holdsNoKeyInClear() throws Exception {
        assumeThat(kind).as("whose files are here").isEqualTo(StoreKind.SQLITE);
        SymmetricKey key = SymmetricKey.of("K", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        store.add(Kind.USER, ALICE, ENCRYPTION, "", key, NOW);
        assertThat(Samples.entries(folder)).contains("principals.db-wal");
        assertThat(Samples.anyFileHolds(folder, "alice".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(Samples.anyFileHolds(folder, key.exposeMaterial())).isFalse();
        store.close();
        assertThat(Samples.anyFileHolds(folder, key.exposeMaterial())).isFalse();
    }

    @Test
    void sealsTheSameKeyDifferentlyEachTime() throws Exception {
        SymmetricKey key = newKey();
        store.add(Kind.USER, ALICE, ENCRYPTION, "", key, NOW);
        store.add(Kind.USER, BOB, ENCRYPTION, "", key, NOW);
        assertThat(ask("SELECT COUNT(DISTINCT substr(sealed_key, 1, 12)) FROM principal_keys"))
                .isEqualTo("2");
        assertThat(ask("SELECT COUNT(DISTINCT substr(sealed_key, 13)) FROM principal_keys"))
                .isEqualTo("2");
    }

    @Test
    void leavesNothingOfAReplacedKeyInTheFile() throws Exception {
        assumeThat(kind).as("whose files are here").isEqualTo(StoreKind.SQLITE);
        store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        byte[] old = HexFormat.of().parseHex(ask("SELECT hex(sealed_key) FROM principal_keys"));
        store.replaceKey(ALICE, 1, ENCRYPTION, "", newKey());
        store.close();
        assertThat(Samples.anyFileHolds(folder, old)).isFalse();
    }

    private void tamper(String sql) throws Exception {
        try (Database database = place.open(Schema.PRINCIPALS, Place.Acceptance.OF_ANY)) {
            database.<Integer, RuntimeException>write(handle -> handle.execute(sql));
        }
    }

    private String ask(String query) throws Exception {
        try (Database database = place.open(Schema.PRINCIPALS, Place.Acceptance.OF_ANY)) {
            return database.read(
                    handle -> handle.createQuery(query).mapTo(String.class).one());
        }
    }

    private void assertRefusesTheKeyOf(PrincipalName name) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.find(name))
                .withMessageStartingWith(
                        "The stored key of " + name + " was changed by something other than Hallpass.");
    }
}
