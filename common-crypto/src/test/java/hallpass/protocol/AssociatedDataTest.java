package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ServiceRepPart;
import hallpass.message.TgsReq;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AssociatedDataTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Sealer sealer =
            new Sealer(Profile.CLASSIC.withGuards(Set.of(Guard.AEAD)).cipherSuite());
    private final SymmetricKey key = sealer.newKey("K", Randomness.secure());

    @Test
    void opensPartInItsOwnRequest() throws Exception {
        Sealed<Authenticator> part = sealAuthenticator(request("desk/localhost", 7, Sealed.empty()));
        TgsReq complete = request("desk/localhost", 7, part);

        assertThat(sealer.open(Authenticator.FOR_TGS, part, key, AssociatedData.ofRequest(complete), Trace.NONE)
                        .client())
                .isEqualTo(ALICE);
    }

    @Test
    void refusesPartInRequestWithOtherClearFields() {
        Sealed<Authenticator> part = sealAuthenticator(request("desk/localhost", 7, Sealed.empty()));

        assertDoesNotOpen(() -> sealer.open(
                Authenticator.FOR_TGS,
                part,
                key,
                AssociatedData.ofRequest(request("mail/localhost", 7, part)),
                Trace.NONE));
        assertDoesNotOpen(() -> sealer.open(
                Authenticator.FOR_TGS,
                part,
                key,
                AssociatedData.ofRequest(request("desk/localhost", 8, part)),
                Trace.NONE));
    }

    @Test
    void opensReplyOnlyForItsOwnRequest() throws Exception {
        PkiServiceReq asked = new PkiServiceReq(ALICE, new Sealed<>(Bytes.of(new byte[] {1})));
        PkiServiceReq other = new PkiServiceReq(ALICE, new Sealed<>(Bytes.of(new byte[] {2})));
        Sealed<ServiceRepPart> reply = sealer.seal(
                ServiceRepPart.FOR_PKI,
                new ServiceRepPart("data", NOON),
                key,
                AssociatedData.ofReplyTo(asked),
                Trace.NONE);

        assertThat(sealer.open(ServiceRepPart.FOR_PKI, reply, key, AssociatedData.ofReplyTo(asked), Trace.NONE)
                        .data())
                .isEqualTo("data");
        assertDoesNotOpen(
                () -> sealer.open(ServiceRepPart.FOR_PKI, reply, key, AssociatedData.ofReplyTo(other), Trace.NONE));
    }

    private Sealed<Authenticator> sealAuthenticator(TgsReq request) {
        return sealer.seal(
                Authenticator.FOR_TGS,
                new Authenticator(ALICE, NOON),
                key,
                AssociatedData.ofRequest(request),
                Trace.NONE);
    }

    private static TgsReq request(String service, long nonce, Sealed<Authenticator> authenticator) {
        return new TgsReq(new PrincipalName(service), new Nonce(nonce), Sealed.empty(), Sealed.empty(), authenticator);
    }

    private static void assertDoesNotOpen(ThrowingCallable opening) {
        Assertions.assertThatExceptionOfType(Refusal.class)
                .isThrownBy(opening)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY));
    }
}
