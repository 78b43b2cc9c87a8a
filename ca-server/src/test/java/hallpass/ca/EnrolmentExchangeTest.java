package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SERVER;
import static hallpass.ca.TestCa.SERVER_PAIR;
import static hallpass.ca.TestCa.SKEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.fixtures.RefusalAssertions;
import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.message.ServerCertificateReq;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.Crl;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.trace.Action;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Issued certificates, and the order of ledger entries, signature and reply. */
class EnrolmentExchangeTest extends EnrolmentExchangeTestBase {
    @Test
    void certifiesServerKey() throws Exception {
        ServerRegistrationRepPart issued = open(exchange.answer(request(SERVER, NOW), contextAt(NOW)));

        assertThat(issued.server()).isEqualTo(SERVER);
        assertThat(issued.sentAt()).isEqualTo(NOW);
        assertThat(RsaKeys.decodePublicKey(issued.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(RsaKeys.decodePrivateKey(issued.privateKey())).isEqualTo(SERVER_PAIR.getPrivate());
        assertThat(CertificateValidator.trusting(AUTHORITY.certificate())
                        .validateServer(issued.certificate(), SERVER, contextAt(NOW)))
                .isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void certificateHasConfiguredLifetimeAndRandomSerial() throws Exception {
        exchange.answer(request(SERVER, NOW), contextAt(NOW));

        X509Certificate certificate = recorded.get(0);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(SKEW));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(certificate.getSerialNumber().toString(16)).isEqualTo("87070707070707070707070707070707");
    }

    @Test
    void recordsTheIssuedCertificate() throws Exception {
        ServerRegistrationRepPart issued = open(exchange.answer(request(SERVER, NOW), contextAt(NOW)));

        assertThat(recorded).extracting(Certificates::encode).containsExactly(issued.certificate());
    }

    @Test
    void reservesBeforeSigningAndRecordsBeforeReplying() throws Exception {
        exchange.answer(request(SERVER, NOW), contextAt(NOW));

        assertThat(events)
                .filteredOn(event -> event instanceof ActionPerformed || event instanceof PartSealed)
                .extracting(event -> event instanceof ActionPerformed performed ? performed.action() : "sealed")
                .containsExactly(
                        Action.TICKET_SESSION_KEY_GENERATED,
                        Action.SERIAL_RESERVED,
                        Action.KEY_PAIR_GENERATED,
                        Action.CERTIFICATE_ISSUED,
                        Action.KEY_STORED,
                        Action.CERTIFICATE_STORED,
                        "sealed");
    }

    @Test
    void reservesTheSerialItSigns() throws Exception {
        exchange.answer(request(SERVER, NOW), contextAt(NOW));

        assertThat(reserved).containsExactly(recorded.get(0).getSerialNumber());
    }

    @Test
    void sendsNoReplyWhenTheLedgerFails() {
        EnrolmentExchange failing = exchange(new RecordingLedger() {
            @Override
            public boolean complete(X509Certificate certificate) {
                throw new IllegalStateException("disk full");
            }
        });

        assertThatThrownBy(() -> failing.answer(request(SERVER, NOW), contextAt(NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(events).noneMatch(PartSealed.class::isInstance);
    }

    @Test
    void sendsNoReplyWhenTheSerialIsTaken() {
        EnrolmentExchange taken = exchange(new RecordingLedger() {
            @Override
            public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
                return false;
            }
        });

        assertThatThrownBy(() -> taken.answer(request(SERVER, NOW), contextAt(NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(events)
                .noneMatch(PartSealed.class::isInstance)
                .noneMatch(event ->
                        event instanceof ActionPerformed performed && performed.action() == Action.CERTIFICATE_ISSUED);
    }

    @Test
    void refusesCertificateRevokedBeforeItWasSent() {
        EnrolmentExchange revoked = exchange(new RecordingLedger() {
            @Override
            public boolean complete(X509Certificate certificate) {
                return false;
            }
        });

        RefusalAssertions.assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REVOKED, () -> revoked.answer(request(SERVER, NOW), contextAt(NOW)));
        assertThat(events).noneMatch(PartSealed.class::isInstance);
    }

    @Test
    void refusesReplayedRegistration() throws Exception {
        Set<Bytes> seen = new HashSet<>();
        EnrolmentExchange remembering = exchange(new RecordingLedger(), new ReplayCache() {
            @Override
            public <T> T runOnce(Bytes sealed, Instant until, Effect<T> effect) throws Refusal {
                assertThat(until).isEqualTo(NOW.plus(SKEW).plus(SKEW));
                if (!seen.add(sealed)) {
                    throw new Refusal(ErrorCode.KRB_AP_ERR_REPEAT, "seen");
                }
                return effect.apply();
            }

            @Override
            public long size() {
                return seen.size();
            }
        });
        ServerRegistrationReq request = request(SERVER, NOW);

        remembering.answer(request, contextAt(NOW));
        RefusalAssertions.assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> remembering.answer(request, contextAt(NOW)));
        remembering.answer(request(SERVER, NOW), contextAt(NOW));
        assertThat(reserved).hasSize(2);
    }

    @Test
    void certifiesTheSameServerAgain() throws Exception {
        exchange.answer(request(SERVER, NOW), contextAt(NOW));
        exchange.answer(request(SERVER, NOW), contextAt(NOW));

        assertThat(recorded).hasSize(2);
    }

    @Test
    void handlerAnswersCaRequestsOnly() throws Exception {
        Crl crl = AUTHORITY.signCrl(1, NOW, NOW.plusSeconds(60), List.of());
        CaRequestHandler handler = new CaRequestHandler(
                exchange,
                new CrlExchange(now -> crl),
                new RevocationStatusExchange(AUTHORITY, serial -> new RevocationStatus.Good()));

        assertThat(handler.handle(request(SERVER, NOW), contextAt(NOW))).isInstanceOf(ServerRegistrationRep.class);
        assertThat(handler.handle(new CrlReq(0), contextAt(NOW))).isInstanceOf(CrlRep.class);
        assertThat(handler.handle(RevocationStatusReq.of(BigInteger.TEN, new Nonce(1)), contextAt(NOW)))
                .isInstanceOf(RevocationStatusRep.class);
        RefusalAssertions.assertRefused(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                () -> handler.handle(new ServerCertificateReq(SERVER, NOW), contextAt(NOW)));
    }
}
