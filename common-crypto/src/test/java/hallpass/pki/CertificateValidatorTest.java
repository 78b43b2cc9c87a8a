package hallpass.pki;

import static hallpass.pki.PkiFixtures.AUTHORITY;
import static hallpass.pki.PkiFixtures.CA;
import static hallpass.pki.PkiFixtures.CA_PAIR;
import static hallpass.pki.PkiFixtures.NOW;
import static hallpass.pki.PkiFixtures.ROGUE_PAIR;
import static hallpass.pki.PkiFixtures.SERIAL;
import static hallpass.pki.PkiFixtures.SERVER;
import static hallpass.pki.PkiFixtures.SERVER_PAIR;
import static hallpass.pki.PkiFixtures.contextAt;
import static hallpass.pki.PkiFixtures.selfSigned;
import static hallpass.pki.PkiFixtures.serverKey;
import static hallpass.pki.PkiFixtures.validity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateBuilder.NamedKey;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.CheckPerformed;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateValidatorTest {
    private final CertificateValidator validator = trusting(AUTHORITY);
    private final Bytes issued =
            Certificates.encode(AUTHORITY.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL));

    @Test
    void returnsCertifiedKey() throws Exception {
        assertThat(validator.validateServer(issued, SERVER, contextAt(NOW))).isEqualTo(serverKey());
    }

    @Test
    void tracesEveryCheck() throws Exception {
        List<TraceEvent> events = new ArrayList<>();
        validator.validateServer(issued, SERVER, new ExchangeContext(NOW, "127.0.0.1", events::add));

        assertThat(events)
                .filteredOn(CheckPerformed.class::isInstance)
                .extracting(event -> ((CheckPerformed) event).check())
                .containsExactly(
                        Check.CERTIFICATE_ISSUER,
                        Check.CERTIFICATE_SIGNATURE,
                        Check.CERTIFICATE_KEY,
                        Check.CERTIFICATE_NAME,
                        Check.CERTIFICATE_ALTERNATIVE_NAME,
                        Check.CERTIFICATE_START,
                        Check.CERTIFICATE_EXPIRY);
    }

    @Test
    void refusesIssuerWithAnotherName() {
        CertificateAuthority other = selfSigned(new PrincipalName("ID-Other"), ROGUE_PAIR);

        assertRefused(
                other.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL),
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER);
    }

    @Test
    void refusesIssuerWithSameNameAndOtherKey() {
        CertificateAuthority rogue = selfSigned(CA, ROGUE_PAIR);

        assertRefused(
                rogue.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL),
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE);
    }

    @Test
    void refusesAnotherName() {
        assertThat(refusal(issued, new PrincipalName("ID-Server2"), NOW)).isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_NAME);
        assertThat(refusal(issued, new PrincipalName("id-server"), NOW)).isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void refusesMultiPartSubject() throws Exception {
        X509Certificate twoParts = draft(new X500Name("CN=ID-Server,O=x"), serverKey())
                .nonCritical(Extension.subjectAlternativeName, dnsName("ID-Server"))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment))
                .sign(CA_PAIR.getPrivate());

        assertRefused(twoParts, ErrorCode.HP_ERR_CERTIFICATE_NAME);
        assertThat(refusal(Certificates.encode(twoParts), new PrincipalName("ID-Server,O=x"), NOW))
                .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void refusesMissingAlternativeName() {
        assertRefused(
                server().critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment))
                        .sign(CA_PAIR.getPrivate()),
                ErrorCode.HP_ERR_CERTIFICATE_NAME);
        assertRefused(
                server().critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment))
                        .nonCritical(Extension.subjectAlternativeName, dnsName("other"))
                        .sign(CA_PAIR.getPrivate()),
                ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void acceptsBothEndsOfValidity() throws Exception {
        for (Instant instant : List.of(validity().notBefore(), validity().notAfter())) {
            assertThat(validator.validateServer(issued, SERVER, contextAt(instant)))
                    .isEqualTo(serverKey());
        }
    }

    @Test
    void refusesCertificateNotYetValid() {
        assertThat(refusal(issued, SERVER, validity().notBefore().minusMillis(1)))
                .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_NYV);
    }

    @Test
    void refusesExpiredCertificate() {
        assertThat(refusal(issued, SERVER, validity().notAfter().plusMillis(1)))
                .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED);
    }

    @Test
    void refusesFlippedBits() {
        Set<ErrorCode> codes = new TreeSet<>();
        for (int bit = 0; bit < 8 * issued.size(); bit++) {
            byte[] edited = issued.toArray();
            edited[bit / 8] ^= (byte) (1 << bit % 8);
            codes.add(refusal(Bytes.of(edited), SERVER, NOW));
        }
        assertThat(codes)
                .containsExactly(
                        ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE,
                        ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                        ErrorCode.HP_ERR_CERTIFICATE_ISSUER);
    }

    @Test
    void refusesUnusedSignatureBits() {
        byte[] edited = certificateWhoseSignatureEndsInZero().toArray();
        int unusedBits = edited.length - 256 - 1;
        assertThat(edited[unusedBits]).isZero();

        edited[unusedBits] = 1;

        assertThat(refusal(Bytes.of(edited), SERVER, NOW)).isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE);
    }

    private static Bytes certificateWhoseSignatureEndsInZero() {
        return Stream.iterate(SERIAL, serial -> serial.add(BigInteger.ONE))
                .map(serial -> AUTHORITY.issueServerCertificate(SERVER, serverKey(), validity(), serial))
                .filter(certificate -> certificate.getSignature()[255] % 2 == 0)
                .map(Certificates::encode)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesAnythingButOneCertificate() {
        byte[] der = issued.toArray();
        List<byte[]> unreadable = List.of(
                new byte[0],
                new byte[] {0x30},
                "garbage".getBytes(StandardCharsets.US_ASCII),
                Pem.encode(AUTHORITY.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL)),
                Arrays.copyOf(der, der.length - 1),
                Arrays.copyOf(der, der.length + 1),
                Arrays.copyOf(der, 64 * 1024));

        assertThat(unreadable)
                .allSatisfy(bytes -> assertThat(refusal(Bytes.of(bytes), SERVER, NOW))
                        .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE));
    }

    enum UnsuitableCertificate {
        AUTHORITY {
            @Override
            CertificateBuilder draft() {
                return server().critical(Extension.basicConstraints, new BasicConstraints(0))
                        .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment));
            }
        },
        NO_KEY_USAGE {
            @Override
            CertificateBuilder draft() {
                return server();
            }
        },
        FOR_SIGNING_ONLY {
            @Override
            CertificateBuilder draft() {
                return server().critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
            }
        },
        FOR_CLIENTS {
            @Override
            CertificateBuilder draft() {
                return server().critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment))
                        .nonCritical(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            }
        },
        WITH_UNKNOWN_CRITICAL_EXTENSION {
            @Override
            CertificateBuilder draft() {
                return server().critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment))
                        .critical(new ASN1ObjectIdentifier("1.2.3.4"), DERNull.INSTANCE);
            }
        };

        abstract CertificateBuilder draft();
    }

    @ParameterizedTest
    @EnumSource
    void refusesUnsuitableCertificate(UnsuitableCertificate unsuitable) {
        X509Certificate certificate = unsuitable
                .draft()
                .nonCritical(Extension.subjectAlternativeName, dnsName("ID-Server"))
                .sign(CA_PAIR.getPrivate());

        assertRefused(certificate, ErrorCode.HP_ERR_CERTIFICATE_KEY);
    }

    @Test
    void refusesShortKey() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        RSAPublicKey key = (RSAPublicKey) small.generateKeyPair().getPublic();

        assertRefused(
                AUTHORITY.issueServerCertificate(SERVER, key, validity(), SERIAL), ErrorCode.HP_ERR_CERTIFICATE_KEY);
        assertThat(catchThrowableOfType(Refusal.class, () -> CertificateValidator.uncertifiedKey(RsaKeys.encode(key)))
                        .code())
                .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_KEY);
    }

    @Test
    void refusesNonRsaKey() throws Exception {
        PublicKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();

        assertRefused(
                draft(new X500Name("CN=ID-Server"), key).sign(CA_PAIR.getPrivate()), ErrorCode.HP_ERR_CERTIFICATE_KEY);
        assertThat(catchThrowableOfType(Refusal.class, () -> CertificateValidator.uncertifiedKey(RsaKeys.encode(key)))
                        .code())
                .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withRSA", "SHA512withRSA"})
    void refusesOtherSignatureAlgorithms(String algorithm) throws Exception {
        byte[] encoded = new JcaX509v3CertificateBuilder(
                        AUTHORITY.certificate().getSubjectX500Principal(),
                        SERIAL,
                        Date.from(NOW),
                        Date.from(NOW.plus(Duration.ofDays(1))),
                        new X500Principal("CN=ID-Server"),
                        serverKey())
                .build(new JcaContentSignerBuilder(algorithm).build(CA_PAIR.getPrivate()))
                .getEncoded();

        assertThat(refusal(Bytes.of(encoded), SERVER, NOW)).isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE);
    }

    @Test
    void decodesUncertifiedKey() throws Exception {
        Bytes travelling = RsaKeys.encode(ROGUE_PAIR.getPublic());

        assertThat(CertificateValidator.uncertifiedKey(travelling)).isEqualTo(ROGUE_PAIR.getPublic());
    }

    @Test
    void refusesMalformedUncertifiedKey() {
        byte[] key = RsaKeys.encode(SERVER_PAIR.getPublic()).toArray();

        for (byte[] bytes : List.of(
                new byte[0],
                Arrays.copyOf(key, key.length - 1),
                Arrays.copyOf(key, key.length + 1),
                new byte[60_000])) {
            assertThat(catchThrowableOfType(Refusal.class, () -> CertificateValidator.uncertifiedKey(Bytes.of(bytes)))
                            .code())
                    .isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_KEY);
        }
    }

    @Test
    void refusesEndEntityAsTrustAnchor() {
        X509Certificate server = AUTHORITY.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL);

        assertThatThrownBy(() -> CertificateValidator.trusting(server)).isInstanceOf(KeyMaterialException.class);
    }

    private void assertRefused(X509Certificate certificate, ErrorCode code) {
        assertThat(refusal(Certificates.encode(certificate), SERVER, NOW)).isEqualTo(code);
    }

    private ErrorCode refusal(Bytes certificate, PrincipalName server, Instant now) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> validator.validateServer(certificate, server, contextAt(now)));
        assertThat(refusal).as("%s at %s", certificate, now).isNotNull();
        return refusal.code();
    }

    private static CertificateValidator trusting(CertificateAuthority authority) {
        try {
            return CertificateValidator.trusting(authority.certificate());
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateBuilder server() {
        return draft(new X500Name("CN=ID-Server"), serverKey());
    }

    private static CertificateBuilder draft(X500Name subject, PublicKey key) {
        return new CertificateBuilder(
                new NamedKey(new X500Name("CN=ID-CA"), CA_PAIR.getPublic()),
                new NamedKey(subject, key),
                validity(),
                SERIAL);
    }

    private static GeneralNames dnsName(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }
}
