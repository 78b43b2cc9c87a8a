package hallpass.pki;

import hallpass.crypto.RsaPss;
import hallpass.message.ErrorCode;
import hallpass.message.TranscriptSignatureInput;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.PrivateKey;
import java.security.PublicKey;

/** The server's proof, sent with the session, that both sides saw the same exchange. */
public interface ServerProof {
    /**
     * No proof, as in the classic protocol: a message sealed to one server can be relayed to
     * another.
     */
    ServerProof NONE = new ServerProof() {
        @Override
        public Bytes create(PrivateKey key, TranscriptSignatureInput statement) {
            return Bytes.EMPTY;
        }

        @Override
        public void verify(
                PublicKey certified, TranscriptSignatureInput statement, Bytes signature, ExchangeContext context) {
            // Nothing to verify.
        }
    };

    /** A signature over both names and all frames: the guard {@code transcript}. */
    ServerProof SIGNED = new ServerProof() {
        @Override
        public Bytes create(PrivateKey key, TranscriptSignatureInput statement) {
            return Bytes.of(RsaPss.sign(key, statement.encode()));
        }

        @Override
        public void verify(
                PublicKey certified, TranscriptSignatureInput statement, Bytes signature, ExchangeContext context)
                throws Refusal {
            boolean valid = RsaPss.verify(certified, statement.encode(), signature.toArray());
            context.check(
                    Check.EXCHANGE_SIGNATURE,
                    statement.server(),
                    valid ? "verifies it" : "does not verify it",
                    valid,
                    ErrorCode.HP_ERR_TRANSCRIPT);
        }
    };

    /** Creates the proof on the server. Empty if the profile has none. */
    Bytes create(PrivateKey key, TranscriptSignatureInput statement);

    /**
     * Verifies the proof on the client.
     *
     * @param certified the key of the server's certificate
     * @throws Refusal HP_ERR_TRANSCRIPT
     */
    void verify(PublicKey certified, TranscriptSignatureInput statement, Bytes signature, ExchangeContext context)
            throws Refusal;
}
