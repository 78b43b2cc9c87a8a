package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.adversary.Recording;
import hallpass.attack.catalogue.E8BitFlip;
import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.message.MessageType;
import hallpass.protocol.Guard;
import hallpass.trace.Party;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A TGS that refuses many changed tickets alike, and takes one, has not refused E8. */
class BitFlipTest {
    @Test
    void findsTheOneChangedTicketThatIsTakenAmongThoseThatAreNot() throws Exception {
        Attack attack = new E8BitFlip();
        try (Lab lab = Lab.make(LabPlan.inProcess(Chance.of(Optional.of(1L))).with(EnumSet.of(Guard.AEAD)))) {
            lab.serve(EnumSet.of(Party.AS, Party.TGS));
            Recording recording = lab.adversary().recording();
            AtomicInteger asked = new AtomicInteger();
            // The first K3 is the victim's own; the second one has a bit changed.
            lab.adversary()
                    .follow(passing -> passing.is(MessageType.TGS_REQ) && asked.incrementAndGet() == 2
                            ? new Decision.Answer(recording
                                    .last(MessageType.TGS_REP)
                                    .orElseThrow()
                                    .frame())
                            : Decision.PASS);
            Outcome outcome = attack.run(new Stage(lab, new Cast(0), Tale.UNTOLD));
            assertThat(outcome.cell()).isEqualTo("succeeded");
        }
    }
}
