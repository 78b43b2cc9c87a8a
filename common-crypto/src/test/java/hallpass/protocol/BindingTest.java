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
import hallpass.message.ReplyDataPart;
import hallpass.message.TgsReq;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Seals seals =
            new Seals(Profile.CLASSIC.with(Set.of(Guard.AEAD)).suite());
    private final SymmetricKey key = seals.newKey("K", Randomness.secure());

    @Test
    void partOpensInItsRequestWhoeverSealedTheRestOfIt() throws Exception {
        Sealed<Authenticator> part = authenticatorIn(request("desk/localhost", 7, Sealed.none()));
        TgsReq complete = request("desk/localhost", 7, part);

        assertThat(seals.open(Authenticator.FOR_TGS, part, key, Binding.in(complete), Trace.NONE)
                        .client())
                .isEqualTo(ALICE);
    }

    @Test
    void partOpensInNoRequestWithAnotherClearField() {
        Sealed<Authenticator> part = authenticatorIn(request("desk/localhost", 7, Sealed.none()));

        assertDoesNotOpen(() -> seals.open(
                Authenticator.FOR_TGS, part, key, Binding.in(request("mail/localhost", 7, part)), Trace.NONE));
        assertDoesNotOpen(() -> seals.open(
                Authenticator.FOR_TGS, part, key, Binding.in(request("desk/localhost", 8, part)), Trace.NONE));
    }

    @Test
    void replyOpensForItsOwnRequestAloneBitByBit() throws Exception {
        PkiServiceReq asked = new PkiServiceReq(ALICE, new Sealed<>(Bytes.of(new byte[] {1})));
        PkiServiceReq other = new PkiServiceReq(ALICE, new Sealed<>(Bytes.of(new byte[] {2})));
        Sealed<ReplyDataPart> reply = seals.seal(
                ReplyDataPart.FOR_PKI, new ReplyDataPart("data", NOON), key, Binding.replyTo(asked), Trace.NONE);

        assertThat(seals.open(ReplyDataPart.FOR_PKI, reply, key, Binding.replyTo(asked), Trace.NONE)
                        .data())
                .isEqualTo("data");
        assertDoesNotOpen(() -> seals.open(ReplyDataPart.FOR_PKI, reply, key, Binding.replyTo(other), Trace.NONE));
    }

    private Sealed<Authenticator> authenticatorIn(TgsReq request) {
        return seals.seal(Authenticator.FOR_TGS, new Authenticator(ALICE, NOON), key, Binding.in(request), Trace.NONE);
    }

    private static TgsReq request(String service, long nonce, Sealed<Authenticator> authenticator) {
        return new TgsReq(new PrincipalName(service), new Nonce(nonce), Sealed.none(), Sealed.none(), authenticator);
    }

    private static void assertDoesNotOpen(ThrowingCallable opening) {
        Assertions.assertThatExceptionOfType(Refusal.class)
                .isThrownBy(opening)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY));
    }
}
