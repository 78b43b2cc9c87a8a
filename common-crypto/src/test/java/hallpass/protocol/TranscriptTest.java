package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.CertificateReq;
import hallpass.message.PrincipalName;
import hallpass.message.StatusReq;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final CertificateReq ASKED = new CertificateReq(new PrincipalName("ID-Server"), Instant.EPOCH);

    @Test
    void isTheSameForTheSameFramesInTheSameOrder() {
        assertThat(Transcript.START.then(ASKED).then(new StatusReq()))
                .isEqualTo(Transcript.START.then(ASKED).then(new StatusReq()));
        assertThat(Transcript.START.then(ASKED).hash().size()).isEqualTo(32);
    }

    @Test
    void isAnotherOneForOtherFramesAnotherOrderOrOneFrameMore() {
        Transcript both = Transcript.START.then(ASKED).then(new StatusReq());

        assertThat(both)
                .isNotEqualTo(Transcript.START.then(new StatusReq()).then(ASKED))
                .isNotEqualTo(Transcript.START.then(ASKED))
                .isNotEqualTo(both.then(new StatusReq()))
                .isNotEqualTo(Transcript.START
                        .then(new CertificateReq(ASKED.server(), Instant.EPOCH.plusMillis(1)))
                        .then(new StatusReq()));
    }
}
