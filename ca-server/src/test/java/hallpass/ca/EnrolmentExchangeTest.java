package hallpass.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.crypto.AesEcb;
import hallpass.crypto.RsaOaep;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.IssuedCertificate;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateState;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationList;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.testkit.Refusals;
import hallpass.trace.Deed;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Done;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentExchangeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final PrincipalName SERVER = new PrincipalName("ID-Server");
    private static final SymmetricKey TEMPORARY = SymmetricKey.of("K_tmp1", new byte[16]);
    private static final KeyPair CA_PAIR = RsaKeys.newPair();
    private static final KeyPair SERVER_PAIR = RsaKeys.newPair();
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.selfSigned(
            new PrincipalName("ID-CA"),
            CA_PAIR,
            Validity.starting(NOW, AUTHORITY_LIFETIME, SKEW),
            CertificateAuthority.newSerial(count -> new byte[count]));

    private final Seals seals = new Seals(new AesEcb());
    private final List<BigInteger> reserved = new ArrayList<>();
    private final List<X509Certificate> recorded = new ArrayList<>();
    private final List<TraceEvent> events = new ArrayList<>();
    private final EnrolmentExchange exchange = exchange(new KeptLedger());

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
    void refusesWhatIsSealedToAnotherKey() {
        ServerRegistrationReq toAnother = new ServerRegistrationReq(seals.sealTo(
                ServerRegistration.PART,
                new ServerRegistration(TEMPORARY, SERVER, NOW),
                (RSAPublicKey) SERVER_PAIR.getPublic(),
                "PK_other",
                Trace.NONE));

        assertRefused(toAnother, ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesEditedCiphertext() {
        byte[] edited = request(SERVER, NOW).registration().ciphertext().toArray();
        edited[17] ^= 1;

        assertRefused(sealed(Bytes.of(edited)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 257, 60_000})
    void refusesCiphertextOfAnotherLength(int length) {
        assertRefused(sealed(Bytes.of(new byte[length])), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void refusesNameThatIsEmptyOrTooLongForTheWire(int length) {
        byte[] name = "a".repeat(length).getBytes(StandardCharsets.UTF_8);
        byte[] plaintext = ByteBuffer.allocate(2 + 16 + 2 + length + 2 + 8)
                .putShort((short) 16)
                .put(new byte[16])
                .putShort((short) length)
                .put(name)
                .putShort((short) 8)
                .putLong(NOW.toEpochMilli())
                .array();

        assertRefused(
                sealed(Bytes.of(RsaOaep.seal((RSAPublicKey) CA_PAIR.getPublic(), plaintext))),
                ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u0007b", "desk/localhost", "ID-Server,O=x", "ä", "-a", "ID-CA"})
    void refusesNameThatNoServerCanHave(String name) {
        assertRefused(request(new PrincipalName(name), NOW), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
    }

    @Test
    void refusesNameTooLongForCertificate() {
        assertRefused(request(new PrincipalName("a.".repeat(32) + "a"), NOW), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
    }

    @Test
    void acceptsClocksApartByTheAllowedSkewAndRefusesOneMillisecondMore() throws Exception {
        for (Duration apart : List.of(SKEW, SKEW.negated())) {
            open(exchange.answer(request(SERVER, NOW.plus(apart)), at(NOW)));
        }
        assertRefused(request(SERVER, NOW.plus(SKEW).plusMillis(1)), ErrorCode.KRB_AP_ERR_SKEW);
        assertRefused(request(SERVER, NOW.minus(SKEW).minusMillis(1)), ErrorCode.KRB_AP_ERR_SKEW);
    }

    @Test
    void refusesOnceTheAuthorityItselfHasExpired() {
        Instant later = NOW.plus(AUTHORITY_LIFETIME).plusMillis(1);

        Refusals.assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, () -> exchange.answer(request(SERVER, later), at(later)));
    }

    @Test
    void issuesNothingToThoseItRefuses() {
        assertRefused(request(new PrincipalName("a b"), NOW), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);

        assertThat(reserved).isEmpty();
        assertThat(recorded).isEmpty();
        assertThat(events).noneMatch(event -> event instanceof Done);
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

    private class KeptLedger implements Ledger {
        @Override
        public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
            assertThat(subject).isEqualTo(SERVER);
            assertThat(validity).isEqualTo(new Validity(NOW.minus(SKEW), NOW.plus(Duration.ofDays(30))));
            events.add(new Done(Deed.TICKET_SESSION_KEY_MADE, "by the ledger"));
            return reserved.add(serial);
        }

        @Override
        public boolean complete(X509Certificate certificate) {
            events.add(new Done(Deed.KEY_STORED, "by the ledger"));
            return recorded.add(certificate);
        }
    }

    private EnrolmentExchange exchange(Ledger ledger) {
        return exchange(ledger, ReplayCache.OFF);
    }

    private EnrolmentExchange exchange(Ledger ledger, ReplayCache replays) {
        EnrolmentExchange.Sources sources = new EnrolmentExchange.Sources(() -> SERVER_PAIR, count -> {
            byte[] sevens = new byte[count];
            Arrays.fill(sevens, (byte) 7);
            return sevens;
        });
        EnrolmentPolicy policy = new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), replays);
        return new EnrolmentExchange(AUTHORITY, seals, sources, policy, ledger);
    }

    private ServerRegistrationReq request(PrincipalName server, Instant sentAt) {
        return new ServerRegistrationReq(seals.sealTo(
                ServerRegistration.PART,
                new ServerRegistration(TEMPORARY, server, sentAt),
                (RSAPublicKey) CA_PAIR.getPublic(),
                "PK_ca",
                Trace.NONE));
    }

    private static ServerRegistrationReq sealed(Bytes ciphertext) {
        return new ServerRegistrationReq(new RsaSealed<>(ciphertext));
    }

    private IssuedCertificate open(ServerRegistrationRep reply) throws Refusal {
        return seals.open(IssuedCertificate.PART, reply.issued(), TEMPORARY, Trace.NONE);
    }

    private Occasion at(Instant now) {
        return new Occasion(now, "127.0.0.1", events::add);
    }

    private void assertRefused(ServerRegistrationReq request, ErrorCode code) {
        Refusals.assertRefused(code, () -> exchange.answer(request, at(NOW)));
    }
}
