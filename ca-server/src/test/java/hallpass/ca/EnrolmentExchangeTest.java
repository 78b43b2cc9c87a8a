package hallpass.ca;

import static hallpass.ca.TestAuthority.AUTHORITY;
import static hallpass.ca.TestAuthority.NOW;
import static hallpass.ca.TestAuthority.SERVER;
import static hallpass.ca.TestAuthority.SERVER_PAIR;
import static hallpass.ca.TestAuthority.SKEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.IssuedCertificate;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateState;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationList;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.Refusals;
import hallpass.trace.Deed;
import hallpass.trace.TraceEvent.Done;
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

/** What a server that registers gets, and what the ledger has of it before anything leaves. */
class EnrolmentExchangeTest extends AtTheAuthority {
    @Test
    void certifiesTheServersKey() throws Exception {
        IssuedCertificate issued = open(exchange.answer(request(SERVER, NOW), at(NOW)));

        assertThat(issued.server()).isEqualTo(SERVER);
        assertThat(issued.sentAt()).isEqualTo(NOW);
        assertThat(RsaKeys.publicKey(issued.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(RsaKeys.privateKey(issued.privateKey())).isEqualTo(SERVER_PAIR.getPrivate());
        assertThat(CertificateCheck.trusting(AUTHORITY.certificate()).accept(issued.certificate(), SERVER, at(NOW)))
                .isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void certificateHasTheConfiguredLifetimeAndRandomSerial() throws Exception {
        exchange.answer(request(SERVER, NOW), at(NOW));

        X509Certificate certificate = recorded.get(0);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(SKEW));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(certificate.getSerialNumber().toString(16)).isEqualTo("87070707070707070707070707070707");
    }

    @Test
    void recordsTheVeryCertificateThatItHandsOut() throws Exception {
        IssuedCertificate issued = open(exchange.answer(request(SERVER, NOW), at(NOW)));

        assertThat(recorded).extracting(Certificates::encode).containsExactly(issued.certificate());
    }

    @Test
    void reservesTheSerialBeforeItSignsAndSealsOnlyOnceTheLedgerHasTheCertificate() throws Exception {
        exchange.answer(request(SERVER, NOW), at(NOW));

        assertThat(events)
                .filteredOn(event -> event instanceof Done || event instanceof PartSealed)
                .extracting(event -> event instanceof Done done ? done.deed() : "sealed")
                .containsExactly(
                        Deed.TICKET_SESSION_KEY_MADE,
                        Deed.SERIAL_RESERVED,
                        Deed.KEY_PAIR_MADE,
                        Deed.CERTIFICATE_ISSUED,
                        Deed.KEY_STORED,
                        Deed.CERTIFICATE_STORED,
                        "sealed");
    }

    @Test
    void reservesTheVeryNumberAndValidityThatItSigns() throws Exception {
        exchange.answer(request(SERVER, NOW), at(NOW));

        assertThat(reserved).containsExactly(recorded.get(0).getSerialNumber());
    }

    @Test
    void doesNotReplyWhereTheLedgerFails() {
        EnrolmentExchange failing = exchange(new KeptLedger() {
            @Override
            public boolean complete(X509Certificate certificate) {
                throw new IllegalStateException("disk full");
            }
        });

        assertThatThrownBy(() -> failing.answer(request(SERVER, NOW), at(NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(events).noneMatch(PartSealed.class::isInstance);
    }

    @Test
    void doesNotReplyWithSerialThatIsTaken() {
        EnrolmentExchange taken = exchange(new KeptLedger() {
            @Override
            public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
                return false;
            }
        });

        assertThatThrownBy(() -> taken.answer(request(SERVER, NOW), at(NOW))).isInstanceOf(IllegalStateException.class);
        assertThat(events)
                .noneMatch(PartSealed.class::isInstance)
                .noneMatch(event -> event instanceof Done done && done.deed() == Deed.CERTIFICATE_ISSUED);
    }

    @Test
    void givesNobodyACertificateThatWasRevokedMeanwhile() {
        EnrolmentExchange revoked = exchange(new KeptLedger() {
            @Override
            public boolean complete(X509Certificate certificate) {
                return false;
            }
        });

        Refusals.assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REVOKED, () -> revoked.answer(request(SERVER, NOW), at(NOW)));
        assertThat(events).noneMatch(PartSealed.class::isInstance);
    }

    @Test
    void acceptsARegistrationOnceWhereThatIsRemembered() throws Exception {
        Set<Bytes> seen = new HashSet<>();
        EnrolmentExchange remembering = exchange(new KeptLedger(), new ReplayCache() {
            @Override
            public <T> T once(Bytes sealed, Instant until, Effect<T> effect) throws Refusal {
                assertThat(until).isEqualTo(NOW.plus(SKEW).plus(SKEW));
                if (!seen.add(sealed)) {
                    throw new Refusal(ErrorCode.KRB_AP_ERR_REPEAT, "seen");
                }
                return effect.take();
            }

            @Override
            public long size() {
                return seen.size();
            }
        });
        ServerRegistrationReq request = request(SERVER, NOW);

        remembering.answer(request, at(NOW));
        Refusals.assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> remembering.answer(request, at(NOW)));
        remembering.answer(request(SERVER, NOW), at(NOW));
        assertThat(reserved).hasSize(2);
    }

    @Test
    void certifiesTheSameServerAgain() throws Exception {
        exchange.answer(request(SERVER, NOW), at(NOW));
        exchange.answer(request(SERVER, NOW), at(NOW));

        assertThat(recorded).hasSize(2);
    }

    @Test
    void serverAnswersRegistrationsAndRefusesTheRest() throws Exception {
        RevocationList list = AUTHORITY.revocationList(1, NOW, NOW.plusSeconds(60), List.of());
        AuthorityServer server = new AuthorityServer(
                exchange,
                new RevocationListExchange(now -> list),
                new RevocationExchange(AUTHORITY, serial -> new CertificateState.Good()));

        assertThat(server.answer(request(SERVER, NOW), at(NOW))).isInstanceOf(ServerRegistrationRep.class);
        assertThat(server.answer(new RevocationListReq(0), at(NOW))).isInstanceOf(RevocationListRep.class);
        assertThat(server.answer(RevocationReq.about(BigInteger.TEN, new Nonce(1)), at(NOW)))
                .isInstanceOf(RevocationRep.class);
        Refusals.assertRefused(
                ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> server.answer(new CertificateReq(SERVER, NOW), at(NOW)));
    }
}
