package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.adversary.Interceptor;
import hallpass.adversary.Recording;
import hallpass.attack.catalogue.A4UserEnumeration;
import hallpass.attack.catalogue.E8BitFlip;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.Guard;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that keeps only a part of a guard's promise counts as attacked successfully. */
class PartialGuardTest {
    private static Lab lab;

    @BeforeAll
    static void startRealm() throws Exception {
        lab = Lab.create(LabConfig.inProcess(TimeAndRandomness.seeded(Optional.of(1L)))
                .withGuards(EnumSet.of(Guard.AEAD, Guard.UNIFORM_ERRORS, Guard.PREAUTH)));
        lab.startServers(EnumSet.of(Party.AS, Party.TGS));
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void detectsOneAcceptedTicketAmongRefusedOnes() throws Exception {
        Recording recording = lab.adversary().recording();
        AtomicInteger requests = new AtomicInteger();
        // The first K3 is the victim's own. The second has a flipped bit.
        Interceptor acceptsOne = recorded -> recorded.hasType(MessageType.TGS_REQ) && requests.incrementAndGet() == 2
                ? new Decision.Answer(
                        recording.last(MessageType.TGS_REP).orElseThrow().frame())
                : Decision.PASS;
        assertThat(outcome(new E8BitFlip(), acceptsOne)).isEqualTo("succeeded");
        assertThat(outcome(new E8BitFlip(), Interceptor.PASS_ALL)).isEqualTo("1009 tgs");
    }

    @Test
    void detectsUserEnumerationThroughK11Alone() throws Exception {
        Set<String> existingUsers = Set.of("alice", "mallory");
        Interceptor revealsUnknownUsers =
                recorded -> recorded.message().orElse(null) instanceof PreAuthenticationReq asked
                                && !existingUsers.contains(asked.client().text())
                        ? new Decision.Answer(MessageType.encode(new ErrorMessage(
                                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, recorded.time(), "there is none")))
                        : Decision.PASS;
        assertThat(outcome(new A4UserEnumeration(), revealsUnknownUsers)).isEqualTo("succeeded");
        assertThat(outcome(new A4UserEnumeration(), Interceptor.PASS_ALL)).isEqualTo("nothing");
    }

    private static String outcome(Attack attack, Interceptor interceptor) throws Exception {
        lab.adversary().setInterceptor(interceptor);
        try {
            return attack.run(new AttackContext(lab, new AttackPrincipals(0), Narration.SILENT))
                    .summary();
        } finally {
            lab.adversary().setInterceptor(Interceptor.PASS_ALL);
        }
    }
}
