package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Decision;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import hallpass.client.PkiClient;
import hallpass.config.PemFiles;
import hallpass.message.AsReq;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ClientProof;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A13, the attack that does not exist: removing a guard's cleartext field from a message makes the
 * receiver refuse it.
 */
class DowngradeTest {
    private static Lab lab;
    private static AttackContext context;

    @BeforeAll
    static void startRealm() throws Exception {
        // The tests of StringToKey cover the salt, without 600,000 hashes for each login.
        EnumSet<Guard> guards = EnumSet.complementOf(EnumSet.of(Guard.SALTED_KDF));
        lab = Lab.create(
                LabConfig.inProcess(TimeAndRandomness.seeded(Optional.of(1L))).withGuards(guards));
        lab.startServers(EnumSet.of(Party.AS, Party.TGS, Party.CA, Party.APP));
        context = new AttackContext(lab, new AttackPrincipals(0), Narration.SILENT);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void loginFailsWithoutServerShare() throws Exception {
        assertThat(login(
                        MessageType.PRE_AUTHENTICATION_REP,
                        PreAuthenticationRep.class,
                        rep -> new PreAuthenticationRep(rep.salt(), Bytes.EMPTY)))
                .isEqualTo("41 client");
    }

    @Test
    void ticketIsRefusedWithoutPreAuthentication() throws Exception {
        assertThat(login(
                        MessageType.AS_REQ,
                        AsReq.class,
                        req -> new AsReq(req.client(), req.server(), req.nonce(), req.sentAt(), Bytes.EMPTY)))
                .isEqualTo("24 as");
    }

    @Test
    void registrationIsRefusedWithoutClientCertificate() throws Exception {
        assertThat(register(
                        MessageType.CLIENT_REGISTRATION_REQ,
                        ClientRegistrationReq.class,
                        req -> new ClientRegistrationReq(req.registration())))
                .isEqualTo("1035 app");
    }

    private static <T extends Message> String login(MessageType type, Class<T> message, UnaryOperator<T> edit)
            throws Exception {
        KerberosUser victim = context.user("alice");
        return outcome(type, message, edit, victim::login);
    }

    private static <T extends Message> String register(MessageType type, Class<T> message, UnaryOperator<T> edit)
            throws Exception {
        PrincipalName name = context.config().pkiClientName();
        ClientProof proof = lab.clientProof(name);
        CertificateValidator trusted =
                PemFiles.readTrustedValidator(lab.folder().authorityCertificate(Party.CLIENT));
        return outcome(type, message, edit, () -> new PkiClient(context.settings()).register(name, trusted, proof));
    }

    private static <T extends Message> String outcome(
            MessageType type, Class<T> message, UnaryOperator<T> edit, Callable<?> victim) throws Exception {
        context.adversary()
                .setInterceptor(recorded -> recorded.hasType(type)
                        ? Decision.replaceWith(MessageType.encode(
                                edit.apply(message.cast(recorded.message().orElseThrow()))))
                        : Decision.PASS);
        try {
            return context.attempt(() -> {
                        victim.call();
                        return Outcome.succeeded("the victim goes on without the field");
                    })
                    .summary();
        } finally {
            context.adversary().setInterceptor(recorded -> Decision.PASS);
        }
    }
}
