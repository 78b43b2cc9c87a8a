package hallpass.protocol;

import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.Randomness;
import hallpass.crypto.RsaEncryption;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PartType;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;

/** Seals parts of messages and opens them again, under the realm's cipher suite, telling the trace with which key. */
public final class Sealer {
    private final CipherSuite cipherSuite;
    private final RsaEncryption rsaEncryption;

    /** With OAEP to public keys. */
    public Sealer(CipherSuite cipherSuite) {
        this(cipherSuite, RsaEncryption.OAEP);
    }

    public Sealer(CipherSuite cipherSuite, RsaEncryption rsaEncryption) {
        this.cipherSuite = cipherSuite;
        this.rsaEncryption = rsaEncryption;
    }

    public CipherSuite cipherSuite() {
        return cipherSuite;
    }

    /** A fresh key of the suite's size. */
    public SymmetricKey newKey(String label, Randomness randomness) {
        return SymmetricKey.random(label, cipherSuite.keySize(), randomness);
    }

    /**
     * A principal's key, to seal with.
     *
     * @throws Refusal ETYPE_NOSUPP if it was made for another suite: {@code realm.toml} got or lost a guard since
     */
    public SymmetricKey sealingKey(Principal principal, String label) throws Refusal {
        String encryption = principal.key().encryptionType();
        if (!encryption.equals(cipherSuite.name())) {
            throw new Refusal(
                    ErrorCode.KDC_ERR_ETYPE_NOSUPP,
                    "the key of " + principal.name() + " is for " + encryption + ", and the realm has "
                            + cipherSuite.name());
        }
        return principal.labelledKey(label);
    }

    /** Seals what is shown in more than one message: a ticket or a token. */
    public <T extends Record> Sealed<T> seal(PartType<T> part, T value, SymmetricKey key, Trace trace) {
        return seal(part, value, key, AssociatedData.NONE, trace);
    }

    /** @param associatedData the message that it is for */
    public <T extends Record> Sealed<T> seal(
            PartType<T> part, T value, SymmetricKey key, AssociatedData associatedData, Trace trace) {
        byte[] ciphertext = cipherSuite.seal(
                key, part.keyUsage(), associatedData.bytes(), part.layout().encode(value));
        trace.emit(new PartSealed(part.name(), part.keyUsage(), key.label()));
        return new Sealed<>(Bytes.of(ciphertext));
    }

    /**
     * Opens what is shown in more than one message.
     *
     * @throws Refusal BAD_INTEGRITY if the key does not open it, MODIFIED if what comes out is no {@code T}
     */
    public <T extends Record> T open(PartType<T> part, Sealed<T> sealed, SymmetricKey key, Trace trace) throws Refusal {
        return open(part, sealed, key, AssociatedData.NONE, trace);
    }

    /**
     * @param associatedData the message that it came in
     * @throws Refusal BAD_INTEGRITY if the key does not open it there, MODIFIED if what comes out is no {@code T}
     */
    public <T extends Record> T open(
            PartType<T> part, Sealed<T> sealed, SymmetricKey key, AssociatedData associatedData, Trace trace)
            throws Refusal {
        try {
            byte[] plaintext = cipherSuite.open(
                    key,
                    part.keyUsage(),
                    associatedData.bytes(),
                    sealed.ciphertext().toArray());
            return decode(part, plaintext, key.label(), trace);
        } catch (BadIntegrityException e) {
            throw badIntegrity(part, key.label(), e);
        }
    }

    /**
     * Opens with whichever of a party's keys it was sealed under.
     *
     * @throws Refusal what the newest key is refused with, if none opens it
     */
    public <T extends Record> T open(PartType<T> part, Sealed<T> sealed, KeyRing keys, Trace trace) throws Refusal {
        return KeyRollover.open(keys.newest(), keys::others, key -> open(part, sealed, key, trace));
    }

    /** How many bytes fit what is sealed to the owner of a public key. */
    public int rsaCapacity(RSAPublicKey key) {
        return rsaEncryption.capacity(key);
    }

    /**
     * Seals to the owner of a public key.
     *
     * @throws IllegalArgumentException if the value does not fit one block of this key
     */
    public <T extends Record> RsaSealed<T> sealToPublicKey(
            PartType<T> part, T value, RSAPublicKey key, String keyLabel, Trace trace) {
        byte[] ciphertext = rsaEncryption.seal(key, part.layout().encode(value));
        trace.emit(new PartSealed(part.name(), part.keyUsage(), keyLabel));
        return new RsaSealed<>(Bytes.of(ciphertext));
    }

    /**
     * Opens what was sealed to this private key's public half.
     *
     * @throws Refusal BAD_INTEGRITY if the key does not open it, MODIFIED if what comes out is no {@code T}
     */
    public <T extends Record> T open(
            PartType<T> part, RsaSealed<T> sealed, PrivateKey key, String keyLabel, Trace trace) throws Refusal {
        try {
            return decode(part, rsaEncryption.open(key, sealed.ciphertext().toArray()), keyLabel, trace);
        } catch (BadIntegrityException e) {
            throw badIntegrity(part, keyLabel, e);
        }
    }

    private static <T extends Record> T decode(PartType<T> part, byte[] plaintext, String keyLabel, Trace trace)
            throws Refusal {
        try {
            T value = part.layout().decode(plaintext);
            trace.emit(new PartOpened(part.name(), part.keyUsage(), keyLabel));
            return value;
        } catch (DecodeException e) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "opened with " + keyLabel + ", " + e.problem());
        }
    }

    private static Refusal badIntegrity(PartType<?> part, String keyLabel, BadIntegrityException e) {
        return new Refusal(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, part.name() + ", tried with " + keyLabel + ", " + e.getMessage());
    }
}
