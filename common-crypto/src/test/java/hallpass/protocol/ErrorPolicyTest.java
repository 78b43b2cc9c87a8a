package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.message.ApReq;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationReq;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPolicyTest {
    private static final Message WITH_TOKEN = new ApReq(Sealed.empty(), Sealed.empty());
    private static final Message SEALED_TO_PUBLIC_KEY = new ServerRegistrationReq(new RsaSealed<>(Bytes.EMPTY));
    private static final Message CLEARTEXT = new AsReq(
            new PrincipalName("alice"), new PrincipalName("krbtgt/X"), new Nonce(1), Instant.EPOCH, Bytes.EMPTY);

    private final ErrorPolicy uniform = new Profile("lab", Set.of(Guard.UNIFORM_ERRORS)).errorPolicy();

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void classicReportsTheActualCode(ErrorCode code) {
        assertThat(Profile.CLASSIC.errorPolicy().publicCode(WITH_TOKEN, code)).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "KRB_AP_ERR_BAD_INTEGRITY",
                "KRB_AP_ERR_MODIFIED",
                "KRB_AP_ERR_BADMATCH",
                "KRB_AP_ERR_NOT_US",
                "KRB_AP_ERR_BADADDR",
                "KRB_AP_ERR_SKEW",
                "KRB_AP_ERR_TKT_NYV",
                "KRB_AP_ERR_TKT_EXPIRED"
            })
    void hidesWhichSealedPartCheckFailed(ErrorCode code) {
        assertThat(uniform.publicCode(WITH_TOKEN, code)).isEqualTo(ErrorCode.HP_ERR_NOT_ACCEPTED);
        assertThat(uniform.publicCode(SEALED_TO_PUBLIC_KEY, code)).isEqualTo(ErrorCode.HP_ERR_NOT_ACCEPTED);
    }

    @Test
    void reportsTheActualCodeForCleartext() {
        assertThat(uniform.publicCode(CLEARTEXT, ErrorCode.KRB_AP_ERR_SKEW)).isEqualTo(ErrorCode.KRB_AP_ERR_SKEW);
        assertThat(uniform.publicCode(WITH_TOKEN, ErrorCode.KRB_AP_ERR_REPEAT)).isEqualTo(ErrorCode.KRB_AP_ERR_REPEAT);
        assertThat(uniform.publicCode(WITH_TOKEN, ErrorCode.HP_ERR_NO_SUCH_RESOURCE))
                .isEqualTo(ErrorCode.HP_ERR_NO_SUCH_RESOURCE);
    }
}
