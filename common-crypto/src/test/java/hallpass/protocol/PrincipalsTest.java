package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.Principal.PrincipalType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrincipalsTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final PrincipalName DESK = new PrincipalName("desk/localhost");
    private static final PrincipalName NOBODY = new PrincipalName("nobody");
    private static final Instant CREATED = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = CREATED.plusSeconds(60);
    private static final SymmetricKey KEY = SymmetricKey.of("K", new byte[16]);

    private final Map<PrincipalName, Principal> known = new HashMap<>();

    private final Principals principals = new Principals() {
        @Override
        public Optional<Principal> find(PrincipalName name) {
            return Optional.ofNullable(known.get(name));
        }

        @Override
        public OptionalInt replaceKey(
                PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey, Instant now) {
            return OptionalInt.empty();
        }
    };

    @BeforeEach
    void addAliceAndDesk() {
        add(ALICE, PrincipalType.USER, false);
        add(DESK, PrincipalType.SERVICE, false);
    }

    @Test
    void clientFindsUsersOnly() throws Refusal {
        assertThat(principals.client(ALICE).name()).isEqualTo(ALICE);
        assertThat(codeOf(() -> principals.client(DESK))).isEqualTo(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN);
        assertThat(codeOf(() -> principals.client(NOBODY))).isEqualTo(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN);
    }

    @Test
    void serviceFindsServicesOnly() throws Refusal {
        assertThat(principals.service(DESK).name()).isEqualTo(DESK);
        assertThat(codeOf(() -> principals.service(ALICE))).isEqualTo(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN);
        assertThat(codeOf(() -> principals.service(NOBODY))).isEqualTo(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN);
    }

    @Test
    void refusesRemovedPrincipals() {
        add(ALICE, PrincipalType.USER, true);
        add(DESK, PrincipalType.SERVICE, true);

        assertThat(codeOf(() -> principals.client(ALICE))).isEqualTo(ErrorCode.KDC_ERR_CLIENT_REVOKED);
        assertThat(codeOf(() -> principals.service(DESK))).isEqualTo(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN);
    }

    @Test
    void acceptsTicketIssuedAtOrAfterAccountCreation() throws Refusal {
        assertThat(principals.clientOf(tokenIssuedAt(CREATED), LATER).name()).isEqualTo(ALICE);
        assertThat(principals
                        .clientOf(tokenIssuedAt(CREATED.plusMillis(1)), LATER)
                        .name())
                .isEqualTo(ALICE);
    }

    @Test
    void refusesTicketIssuedBeforeAccountCreation() {
        assertThat(codeOf(() -> principals.clientOf(tokenIssuedAt(CREATED.minusMillis(1)), LATER)))
                .isEqualTo(ErrorCode.KDC_ERR_TGT_REVOKED);
    }

    @Test
    void acceptsAnyTicketOfAnAccountFromTheFuture() throws Refusal {
        Instant correctedClock = CREATED.minusMillis(1);
        assertThat(principals
                        .clientOf(tokenIssuedAt(CREATED.minusSeconds(3600)), correctedClock)
                        .name())
                .isEqualTo(ALICE);
    }

    @Test
    void labelsKeyWithOwnerAndVersion() throws Refusal {
        assertThat(principals.client(ALICE).labelledKey("K_c").label()).isEqualTo("K_c (alice v3)");
    }

    private void add(PrincipalName name, PrincipalType kind, boolean removed) {
        Principal.VersionedKey key = new Principal.VersionedKey(3, "aes128-ecb", "", KEY);
        known.put(name, new Principal(name, kind, CREATED, removed, key));
    }

    private static Token tokenIssuedAt(Instant issued) {
        return new Token(KEY, ALICE, "127.0.0.1", DESK, issued, Duration.ofHours(10));
    }

    private interface Lookup {
        Principal find() throws Refusal;
    }

    private static ErrorCode codeOf(Lookup search) {
        return catchThrowableOfType(Refusal.class, search::find).code();
    }
}
