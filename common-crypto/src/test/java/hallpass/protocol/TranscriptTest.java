package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.StatusReq;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final ServerCertificateReq CERTIFICATE_REQ =
            new ServerCertificateReq(new PrincipalName("ID-Server"), Instant.EPOCH);

    @Test
    void isEqualForTheSameFramesInTheSameOrder() {
        assertThat(Transcript.EMPTY.append(CERTIFICATE_REQ).append(new StatusReq()))
                .isEqualTo(Transcript.EMPTY.append(CERTIFICATE_REQ).append(new StatusReq()));
        assertThat(Transcript.EMPTY.append(CERTIFICATE_REQ).hash().size()).isEqualTo(32);
    }

    @Test
    void differsByContentOrderOrLength() {
        Transcript both = Transcript.EMPTY.append(CERTIFICATE_REQ).append(new StatusReq());

        assertThat(both)
                .isNotEqualTo(Transcript.EMPTY.append(new StatusReq()).append(CERTIFICATE_REQ))
                .isNotEqualTo(Transcript.EMPTY.append(CERTIFICATE_REQ))
                .isNotEqualTo(both.append(new StatusReq()))
                .isNotEqualTo(Transcript.EMPTY
                        .append(new ServerCertificateReq(CERTIFICATE_REQ.server(), Instant.EPOCH.plusMillis(1)))
                        .append(new StatusReq()));
    }
}
