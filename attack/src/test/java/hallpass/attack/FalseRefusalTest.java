package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.adversary.Recording;
import hallpass.adversary.Scheme;
import hallpass.attack.catalogue.A4UserEnumeration;
import hallpass.attack.catalogue.E8BitFlip;
import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.Guard;
import hallpass.trace.Party;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that keep most of what a guard promises, and not all of it, have not refused an attack. */
class FalseRefusalTest {
    private static Lab lab;

    @BeforeAll
    static void makeRealm() throws Exception {
        lab = Lab.make(LabPlan.inProcess(Chance.of(Optional.of(1L)))
                .with(EnumSet.of(Guard.AEAD, Guard.UNIFORM_ERRORS, Guard.PREAUTH)));
        lab.serve(EnumSet.of(Party.AS, Party.TGS));
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void oneChangedTicketThatIsTakenIsFoundAmongThoseThatAreNot() throws Exception {
        Recording recording = lab.adversary().recording();
        AtomicInteger asked = new AtomicInteger();
        // The first K3 is the victim's own; the second one has a bit changed.
        Scheme takesOne = passing -> passing.is(MessageType.TGS_REQ) && asked.incrementAndGet() == 2
                ? new Decision.Answer(
                        recording.last(MessageType.TGS_REP).orElseThrow().frame())
                : Decision.PASS;
        assertThat(cell(new E8BitFlip(), takesOne)).isEqualTo("succeeded");
        assertThat(cell(new E8BitFlip(), Scheme.LISTEN)).isEqualTo("1009 tgs");
    }

    @Test
    void namesThatK11AloneTellsAreFound() throws Exception {
        Set<String> there = Set.of("alice", "mallory");
        Scheme tells = passing -> passing.message().orElse(null) instanceof PreAuthenticationReq asked
                        && !there.contains(asked.client().text())
                ? new Decision.Answer(MessageType.encode(
                        new ErrorMessage(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, passing.at(), "there is none")))
                : Decision.PASS;
        assertThat(cell(new A4UserEnumeration(), tells)).isEqualTo("succeeded");
        assertThat(cell(new A4UserEnumeration(), Scheme.LISTEN)).isEqualTo("nothing");
    }

    private static String cell(Attack attack, Scheme scheme) throws Exception {
        lab.adversary().follow(scheme);
        try {
            return attack.run(new Stage(lab, new Cast(0), Tale.UNTOLD)).cell();
        } finally {
            lab.adversary().follow(Scheme.LISTEN);
        }
    }
}
