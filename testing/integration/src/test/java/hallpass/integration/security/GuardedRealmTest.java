package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.adversary.Adversary;
import hallpass.adversary.RecordedFrame;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.ErrorTable;
import hallpass.cli.HallpassCommand;
import hallpass.cli.Terminal;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.credential.CachedToken;
import hallpass.config.Keytab;
import hallpass.config.RealmConfig;
import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.pki.RevocationReason;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.trace.TerminalStyle;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Realms with guards: both flows work, and the weaknesses of the classic profile are gone. */
class GuardedRealmTest {
    private static final int BLOCK = 16;
    private static final String REALM_TOML = "realm.toml";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path temporary;

    private InProcessRealm realm;
    private final Adversary adversary = new Adversary(InstantSource.system());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aead",
                "key-usage",
                "preauth",
                "nonce,name-binding,lifetime-cap,uniform-errors,random-service-keys,verify-kdc",
                "certified-key,pinned-anchor,enrolment-token,local-keys",
                "transcript,client-certificate,aead,revocation,enrolment-token,oaep"
            })
    void bothFlowsAndKeyUpdatesWork(String guards) throws Exception {
        start(guards);

        realm.client().assertBothFlowsWork();
        assertThat(realm.client().updateKey(RealmFixture.ALICE, RealmFixture.ALICE_PASSWORD, "a new password"))
                .isEqualTo(2);
        assertThat(realm.client().login(RealmFixture.ALICE, "a new password").client())
                .isEqualTo(RealmFixture.ALICE);
    }

    @Test
    void aeadHidesEqualBlocks() throws Exception {
        start("");
        assertThat(countCommonBlocks()).isPositive();
        realm.close();
        start("aead");
        assertThat(countCommonBlocks()).isZero();
    }

    @Test
    void hardenedProfileRunsDemo() throws Exception {
        start("hardened", "");
        assertThat(realm.config().profile().guards()).containsExactlyInAnyOrder(Guard.values());

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = HallpassCommand.execute(
                environment(RealmFixture.ALICE_PASSWORD + "\na new password\n", out), "demo", "--password-stdin");

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The memo says: " + RealmFixture.MEMO, "Refused, as expected.", "All 9 steps succeeded.");
        assertThat(exit).isZero();
    }

    /** An environment with these lines as input. */
    private CommandEnvironment environment(String input, ByteArrayOutputStream out) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new CommandEnvironment(
                Map.of("HALLPASS_REALM", realm.folder().path().toString()),
                Optional.of(temporary),
                new Terminal(stream, stream, in, Optional.empty(), TerminalStyle.of(Map.of())),
                InstantSource.system(),
                Randomness.secure());
    }

    /** Attack A13: a client without one of the guards. */
    @Test
    void profileBindingPreventsDowngrade() throws Exception {
        start("nonce");
        assertThat(clientWithoutNonces().memoByKerberos()).isEqualTo(RealmFixture.MEMO);
        realm.close();
        start("nonce,profile-binding");
        realm.client().assertBothFlowsWork();

        // The client cannot decrypt its own part of the reply.
        assertThat(ErrorTable.explain(FailureAssertions.failureOf(clientWithoutNonces()::login))
                        .exit())
                .isEqualTo(ExitCode.REFUSED);
    }

    private TestClient clientWithoutNonces() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("client"));
        Path toml = realm.folder().path().resolve(REALM_TOML);
        Files.writeString(
                folder.resolve(REALM_TOML),
                Files.readString(toml).replace("\"nonce\"", "").replace("[, ", "["));
        RealmConfig fewer = RealmConfig.read(folder.resolve(REALM_TOML));
        return new TestClient(
                realm.folder(), new ClientSettings(fewer, InstantSource.system(), Randomness.secure(), Trace.NONE));
    }

    /** Attack A2: whether a recorded reply decrypts with the key of a guessed password. */
    @Test
    void preauthPreventsOfflineGuessing() throws Exception {
        start("");
        assertThat(opensWithKeyOf(RealmFixture.ALICE_PASSWORD)).isTrue();
        assertThat(opensWithKeyOf("another password")).isFalse();
        realm.close();
        start("preauth");
        assertThat(opensWithKeyOf(RealmFixture.ALICE_PASSWORD)).isFalse();
    }

    private boolean opensWithKeyOf(String password) throws Exception {
        realm.routeThrough(adversary);
        realm.client().login();
        RecordedFrame reply = adversary.recording().last(MessageType.AS_REP).orElseThrow();
        Profile profile = realm.config().profile();
        SymmetricKey key = profile.stringToKey().toKey("K_c", password.toCharArray(), "");
        try {
            realm.config()
                    .sealer()
                    .open(AsRepPart.PART, ((AsRep) reply.message().orElseThrow()).encPart(), key, Trace.NONE);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    @Test
    void preauthRequiresProofOfKey() throws Exception {
        start("preauth");
        AsReq request = new AsReq(
                RealmFixture.ALICE,
                realm.config().tgsName(),
                new Nonce(1),
                InstantSource.system().instant(),
                Bytes.EMPTY);
        try (MessageConnection as = MessageConnection.open(realm.address(Party.AS), TIMEOUT, TIMEOUT)) {
            ErrorReplyException refused =
                    catchThrowableOfType(ErrorReplyException.class, () -> as.call(request, AsRep.class, Trace.NONE));
            assertThat(refused.error().code()).isEqualTo(ErrorCode.KDC_ERR_PREAUTH_REQUIRED);
        }

        ClientException wrong =
                FailureAssertions.failureOf(() -> realm.client().login(RealmFixture.ALICE, "a wrong password"));
        assertThat(wrong.code()).contains(ErrorCode.KDC_ERR_PREAUTH_FAILED);
        assertThat(ErrorTable.explain(wrong).exit()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void refusesRevokedClientCertificate() throws Exception {
        start("client-certificate,revocation");
        realm.client().register();
        try (CertificateLedger ledger = RealmStores.of(realm.folder().open()).ledger()) {
            LedgerEntry own = ledger.list().stream()
                    .filter(entry -> entry.subject().equals("ID-Client1"))
                    .findFirst()
                    .orElseThrow();
            ledger.revoke(
                    own.serial(),
                    RevocationReason.KEY_COMPROMISE,
                    InstantSource.system().instant());
        }

        assertThat(FailureAssertions.failureOf(() -> realm.client().register()).code())
                .contains(ErrorCode.HP_ERR_CLIENT_PROOF);
    }

    @Test
    void reportsKeysOfAnotherCipher() throws Exception {
        start("");
        realm.close();
        Path toml = realm.folder().path().resolve(REALM_TOML);
        Files.writeString(toml, Files.readString(toml).replace("guards = []", "guards = [\"aead\"]"));
        realm = new InProcessRealm(realm.folder()).startAll(List.of(Party.AS));

        ClientException failure =
                FailureAssertions.failureOf(() -> realm.client().login());

        assertThat(failure.code()).contains(ErrorCode.KDC_ERR_ETYPE_NOSUPP);
        assertThat(ErrorTable.explain(failure).message())
                .contains("belongs to a different cipher suite than the realm uses");
    }

    /** Attack A10: the reply of a KDC that does not know the host key. */
    @Test
    void verifyKdcRefusesFalseKdc() throws Exception {
        start("verify-kdc");
        assertThat(realm.client().memoByKerberos()).isEqualTo(RealmFixture.MEMO);
        Path keys = realm.folder().open().hostKeytab();
        Keytab.Entry own = Keytab.read(keys).newestKey(RealmConfig.HOST_SERVICE, keys);
        new Keytab(List.of(new Keytab.Entry(
                        own.name(), 1, own.encryption(), SymmetricKey.random("K_s", 16, Randomness.secure()))))
                .write(keys);

        ClientException failure =
                FailureAssertions.failureOf(() -> realm.client().login());

        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.PROTOCOL);
        assertThat(ErrorTable.explain(failure).message()).startsWith("the server is not the realm's KDC");
        Files.delete(keys);
        assertThat(ErrorTable.explain(
                                FailureAssertions.failureOf(() -> realm.client().login()))
                        .message())
                .startsWith("this machine has no key to verify the KDC with");
    }

    /** G7 without any key. */
    @Test
    void uniformErrorsHideUnknownUsers() throws Exception {
        start("uniform-errors");
        PrincipalName unknownUser = new PrincipalName("nobod");
        TestClient client = realm.client();

        ClientException unknown = FailureAssertions.failureOf(() -> client.login(unknownUser, "some password"));
        ClientException wrong = FailureAssertions.failureOf(() -> client.login(RealmFixture.ALICE, "some password"));

        assertThat(ErrorTable.explain(unknown).exit())
                .isEqualTo(ErrorTable.explain(wrong).exit());
        assertThat(ErrorTable.explain(unknown).message().replace("nobod", "alice"))
                .isEqualTo(ErrorTable.explain(wrong).message());
        assertThat(MessageType.encode(firstReplyTo(unknownUser)).encode())
                .hasSameSizeAs(
                        MessageType.encode(firstReplyTo(RealmFixture.ALICE)).encode());
    }

    private AsRep firstReplyTo(PrincipalName user) throws Exception {
        RealmConfig config = realm.config();
        AsReq request = new AsReq(
                user, config.tgsName(), new Nonce(1), InstantSource.system().instant(), Bytes.EMPTY);
        try (MessageConnection as = MessageConnection.open(config.route(Party.AS), TIMEOUT, TIMEOUT)) {
            return as.call(request, AsRep.class, Trace.NONE);
        }
    }

    /** Attack E8: in classic the error code reveals the check that a modified token failed. */
    @Test
    void uniformErrorsHideFailedCheck() throws Exception {
        start("");
        assertThat(codesForEditedTokens())
                .containsExactly(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
        realm.close();
        start("uniform-errors");
        assertThat(codesForEditedTokens())
                .containsExactly(ErrorCode.HP_ERR_NOT_ACCEPTED, ErrorCode.HP_ERR_NOT_ACCEPTED);
    }

    /** Codes for a token that does not decrypt and for one that decrypts to a wrong layout. */
    private List<ErrorCode> codesForEditedTokens() throws Exception {
        TestClient client = realm.client();
        CachedToken token = client.token(client.login());
        byte[] whole = token.token().ciphertext().toArray();
        byte[] thirdBlockFirst = whole.clone();
        System.arraycopy(whole, 2 * BLOCK, thirdBlockFirst, 0, BLOCK);
        List<ErrorCode> codes = new ArrayList<>();
        for (byte[] edited : List.of(Arrays.copyOf(whole, whole.length - 1), thirdBlockFirst)) {
            CachedToken shown = new CachedToken(
                    token.client(),
                    token.server(),
                    token.sessionKey(),
                    new Sealed<>(Bytes.of(edited)),
                    token.issuedAt(),
                    token.lifetime());
            codes.add(FailureAssertions.failureOf(() -> client.kerberos().request(shown, "memo"))
                    .code()
                    .orElseThrow());
        }
        return codes;
    }

    private void start(String guards) throws Exception {
        start("classic", guards);
    }

    private void start(String profile, String guards) throws Exception {
        RealmFixture folder = RealmFixture.create(
                temporary.resolve("realm-" + guards.length()), Map.of("profile", profile, "guards", guards));
        realm = new InProcessRealm(folder).startAll();
    }

    /** Attack E1: equal ciphertext blocks in the replies to two logins. */
    private int countCommonBlocks() throws Exception {
        realm.routeThrough(adversary);
        TestClient client = realm.client();
        client.login();
        Set<String> first = blocksOfLastReply();
        client.login();
        first.retainAll(blocksOfLastReply());
        return first.size();
    }

    private Set<String> blocksOfLastReply() {
        RecordedFrame reply = adversary.recording().last(MessageType.AS_REP).orElseThrow();
        Set<String> blocks = new HashSet<>();
        MessageType.fieldsOf(reply.message().orElseThrow()).values().forEach(field -> {
            String hex = ((Sealed<?>) field).ciphertext().toHex();
            for (int i = 0; i + 2 * BLOCK <= hex.length(); i += 2 * BLOCK) {
                blocks.add(hex.substring(i, i + 2 * BLOCK));
            }
        });
        return blocks;
    }

    @AfterEach
    void stop() {
        adversary.close();
        realm.close();
    }
}
