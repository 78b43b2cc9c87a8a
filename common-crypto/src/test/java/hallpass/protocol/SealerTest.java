package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.AesEcb;
import hallpass.crypto.KeyUsage;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ApRepPart;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final SymmetricKey KEY = SymmetricKey.of("K_c,s", new byte[16]);
    private static final SymmetricKey OTHER = SymmetricKey.of("K_other", new byte[32]);
    private static final Authenticator AUTHENTICATOR =
            new Authenticator(new PrincipalName("alice"), Instant.parse("2026-01-01T12:00:00Z"));

    private final Sealer sealer = new Sealer(new AesEcb());
    private final List<TraceEvent> traced = new ArrayList<>();

    @Test
    void opensSealedPartAndTracesPartAndKey() throws Refusal {
        Sealed<Authenticator> sealed = sealer.seal(Authenticator.FOR_SERVICE, AUTHENTICATOR, KEY, traced::add);

        assertThat(sealer.open(Authenticator.FOR_SERVICE, sealed, KEY, traced::add))
                .isEqualTo(AUTHENTICATOR);
        assertThat(traced)
                .containsExactly(
                        new PartSealed("the authenticator", KeyUsage.AP_REQ_AUTHENTICATOR, "K_c,s"),
                        new PartOpened("the authenticator", KeyUsage.AP_REQ_AUTHENTICATOR, "K_c,s"));
    }

    @Test
    void refusesPartSealedWithAnotherKey() {
        Sealed<Authenticator> sealed = sealer.seal(Authenticator.FOR_SERVICE, AUTHENTICATOR, KEY, event -> {});

        assertRefused(
                sealed,
                OTHER,
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                "the authenticator, tried with K_other, has wrong padding");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 17})
    void refusesPartialBlocks(int size) {
        assertRefused(
                new Sealed<>(Bytes.of(new byte[size])),
                KEY,
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                "the authenticator, tried with K_c,s, is not a whole number of blocks");
    }

    @Test
    void refusesEmptyCiphertext() {
        assertRefused(
                new Sealed<>(Bytes.EMPTY),
                KEY,
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                "the authenticator, tried with K_c,s, is empty");
    }

    @Test
    void refusesPartOfAnotherType() {
        ApRepPart proof = new ApRepPart(AUTHENTICATOR.sentAt());
        Bytes ciphertext = sealer.seal(ApRepPart.PART, proof, KEY, event -> {}).ciphertext();

        assertRefused(
                new Sealed<>(ciphertext),
                KEY,
                ErrorCode.KRB_AP_ERR_MODIFIED,
                "opened with K_c,s, the authenticator.ID_c is not valid UTF-8");
    }

    @Test
    void generatesKeysOfTheSuitesKeySize() {
        assertThat(sealer.newKey("K", byte[]::new).size()).isEqualTo(16);
    }

    private void assertRefused(Sealed<Authenticator> sealed, SymmetricKey key, ErrorCode code, String reason) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> sealer.open(Authenticator.FOR_SERVICE, sealed, key, traced::add));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(traced).isEmpty();
    }
}
