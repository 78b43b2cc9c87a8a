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

/** By what a server shows, with the session, that both saw the same exchange. */
public interface ServerProof {
    /** By nothing: the protocol as it was first drawn. What was sealed to one server can be sealed again to another. */
    ServerProof NONE = new ServerProof() {
        @Override
        public Bytes create(PrivateKey key, TranscriptSignatureInput statement) {
            return Bytes.EMPTY;
        }

        @Override
        public void verify(
                PublicKey certified, TranscriptSignatureInput statement, Bytes signature, ExchangeContext context) {
            // There is nothing to be checked.
        }
    };

    /** By a signature over both names and every frame: the guard {@code transcript}. */
    ServerProof SIGNED = new ServerProof() {
        @Override
        public Bytes create(PrivateKey key, TranscriptSignatureInput statement) {
            return Bytes.of(RsaPss.sign(key, statement.encode()));
        }

        @Override
        public void verify(
                PublicKey certified, TranscriptSignatureInput statement, Bytes signature, ExchangeContext context)
                throws Refusal {
            boolean made = RsaPss.verify(certified, statement.encode(), signature.toArray());
            context.check(
                    Check.EXCHANGE_SIGNATURE,
                    "over what " + statement.server() + " was asked and said",
                    made ? "made it" : "did not make it",
                    made,
                    ErrorCode.HP_ERR_TRANSCRIPT);
        }
    };

    /** The server's side: the signature, empty if none is made. */
    Bytes create(PrivateKey key, TranscriptSignatureInput statement);

    /**
     * The client's side.
     *
     * @param certified the key of the server's certificate
     * @throws Refusal HP_ERR_TRANSCRIPT
     */
    void verify(PublicKey certified, TranscriptSignatureInput statement, Bytes signature, ExchangeContext context)
            throws Refusal;
}
