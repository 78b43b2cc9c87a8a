package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.client.PkiClient;
import hallpass.message.AsReq;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.ClientProof;
import hallpass.protocol.Guard;
import hallpass.realm.PemFiles;
import hallpass.trace.Party;
import hallpass.wire.Bytes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A13, for which there is no attack: whoever is on the wire of a guarded realm takes away what a guard put into a message in
 * clear, and nobody goes on without it.
 */
class DowngradeTest {
    private static Lab lab;
    private static Stage stage;

    @BeforeAll
    static void makeRealm() throws Exception {
        // Its salt is what PasswordToKey's own tests take away, without half a million hashes a try.
        EnumSet<Guard> guards = EnumSet.complementOf(EnumSet.of(Guard.SALTED_KDF));
        lab = Lab.make(LabPlan.inProcess(Chance.of(Optional.of(1L))).with(guards));
        lab.serve(EnumSet.of(Party.AS, Party.TGS, Party.CA, Party.APP));
        stage = new Stage(lab, new Cast(0), Tale.UNTOLD);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void nobodyLogsInWithoutTheShareThatTheAsTells() throws Exception {
        assertThat(login(
                        MessageType.PRE_AUTHENTICATION_REP,
                        PreAuthenticationRep.class,
                        rep -> new PreAuthenticationRep(rep.salt(), Bytes.EMPTY)))
                .isEqualTo("41 client");
    }

    @Test
    void nobodyIsGivenATicketWithoutTheProofThatTheyKnowTheirKey() throws Exception {
        assertThat(login(
                        MessageType.AS_REQ,
                        AsReq.class,
                        req -> new AsReq(req.client(), req.server(), req.nonce(), req.sentAt(), Bytes.EMPTY)))
                .isEqualTo("24 as");
    }

    @Test
    void nobodyIsRegisteredWithoutACertificateOfTheirOwn() throws Exception {
        assertThat(register(
                        MessageType.CLIENT_REGISTRATION_REQ,
                        ClientRegistrationReq.class,
                        req -> new ClientRegistrationReq(req.registration())))
                .isEqualTo("1035 app");
    }

    private static <T extends Message> String login(MessageType type, Class<T> message, UnaryOperator<T> edit)
            throws Exception {
        Person victim = stage.person("alice");
        return outcome(type, message, edit, victim::login);
    }

    private static <T extends Message> String register(MessageType type, Class<T> message, UnaryOperator<T> edit)
            throws Exception {
        PrincipalName name = stage.config().pkiClientName();
        ClientProof proof = lab.clientProof(name);
        CertificateCheck trusted = PemFiles.trusting(lab.folder().authorityCertificate(Party.CLIENT));
        return outcome(type, message, edit, () -> new PkiClient(stage.setting()).register(name, trusted, proof));
    }

    private static <T extends Message> String outcome(
            MessageType type, Class<T> message, UnaryOperator<T> edit, Callable<?> victim) throws Exception {
        stage.adversary()
                .follow(passing -> passing.is(type)
                        ? Decision.instead(MessageType.encode(
                                edit.apply(message.cast(passing.message().orElseThrow()))))
                        : Decision.PASS);
        try {
            return stage.attempt(() -> {
                        victim.call();
                        return Outcome.succeeded("the victim goes on without it");
                    })
                    .cell();
        } finally {
            stage.adversary().follow(passing -> Decision.PASS);
        }
    }
}
