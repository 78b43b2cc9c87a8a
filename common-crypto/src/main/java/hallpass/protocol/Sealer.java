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

/**
 * Encrypts and decrypts parts of messages with the realm's cipher suite and RSA padding, and traces
 * each operation with the label of its key.
 */
public final class Sealer {
    private final CipherSuite cipherSuite;
    private final RsaEncryption rsaEncryption;
    private final GuardFields guardFields;

    /** Uses OAEP for RSA, and permits the fields of every guard. */
    public Sealer(CipherSuite cipherSuite) {
        this(cipherSuite, RsaEncryption.OAEP, GuardFields.ALL);
    }

    /** @param guardFields the guard fields that decrypted parts may have */
    public Sealer(CipherSuite cipherSuite, RsaEncryption rsaEncryption, GuardFields guardFields) {
        this.cipherSuite = cipherSuite;
        this.rsaEncryption = rsaEncryption;
        this.guardFields = guardFields;
    }

    public CipherSuite cipherSuite() {
        return cipherSuite;
    }

    /** Generates a random key of the suite's key size. */
    public SymmetricKey newKey(String label, Randomness randomness) {
        return SymmetricKey.random(label, cipherSuite.keySize(), randomness);
    }

    /**
     * Returns the key of a principal for encryption.
     *
     * @throws Refusal ETYPE_NOSUPP if the key was made for another suite, because the guards in
     *     {@code realm.toml} changed since
     */
    public SymmetricKey sealingKey(Principal principal, String label) throws Refusal {
        String encryption = principal.key().encryptionType();
        if (!encryption.equals(cipherSuite.name())) {
            throw new Refusal(
                    ErrorCode.KDC_ERR_ETYPE_NOSUPP,
                    "the key of " + principal.name() + " has encryption type " + encryption + ", but the realm uses "
                            + cipherSuite.name());
        }
        return principal.labelledKey(label);
    }

    /** Encrypts a part that appears in several messages: a ticket or a token. */
    public <T extends Record> Sealed<T> seal(PartType<T> part, T value, SymmetricKey key, Trace trace) {
        return seal(part, value, key, AssociatedData.NONE, trace);
    }

    /** @param associatedData binds the part to its message */
    public <T extends Record> Sealed<T> seal(
            PartType<T> part, T value, SymmetricKey key, AssociatedData associatedData, Trace trace) {
        byte[] ciphertext = cipherSuite.seal(
                key, part.keyUsage(), associatedData.bytes(), part.layout().encode(value));
        trace.emit(new PartSealed(part.name(), part.keyUsage(), key.label()));
        return new Sealed<>(Bytes.of(ciphertext));
    }

    /**
     * Decrypts a part that appears in several messages.
     *
     * @throws Refusal BAD_INTEGRITY if decryption fails, MODIFIED if the plaintext is not a
     *     {@code T}, has a key of another size, or has a field of a guard that the realm lacks
     */
    public <T extends Record> T open(PartType<T> part, Sealed<T> sealed, SymmetricKey key, Trace trace) throws Refusal {
        return open(part, sealed, key, AssociatedData.NONE, trace);
    }

    /**
     * @param associatedData of the message that contained the part
     * @throws Refusal BAD_INTEGRITY if decryption fails, MODIFIED if the plaintext is not a
     *     {@code T}, has a key of another size, or has a field of a guard that the realm lacks
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
     * Decrypts with any key of a ring.
     *
     * @throws Refusal the refusal of the newest key, if every key fails
     */
    public <T extends Record> T open(PartType<T> part, Sealed<T> sealed, KeyRing keys, Trace trace) throws Refusal {
        return TrialDecryption.open(keys.newest(), keys::others, key -> open(part, sealed, key, trace));
    }

    /** Maximum plaintext size in bytes for a public key. */
    public int rsaCapacity(RSAPublicKey key) {
        return rsaEncryption.capacity(key);
    }

    /**
     * Encrypts a part with an RSA public key.
     *
     * @throws IllegalArgumentException if the value exceeds one RSA block
     */
    public <T extends Record> RsaSealed<T> sealToPublicKey(
            PartType<T> part, T value, RSAPublicKey key, String keyLabel, Trace trace) {
        byte[] ciphertext = rsaEncryption.seal(key, part.layout().encode(value));
        trace.emit(new PartSealed(part.name(), part.keyUsage(), keyLabel));
        return new RsaSealed<>(Bytes.of(ciphertext));
    }

    /**
     * Decrypts a part with an RSA private key.
     *
     * @throws Refusal BAD_INTEGRITY if decryption fails, MODIFIED if the plaintext is not a
     *     {@code T}, has a key of another size, or has a field of a guard that the realm lacks
     */
    public <T extends Record> T open(
            PartType<T> part, RsaSealed<T> sealed, PrivateKey key, String keyLabel, Trace trace) throws Refusal {
        try {
            return decode(part, rsaEncryption.open(key, sealed.ciphertext().toArray()), keyLabel, trace);
        } catch (BadIntegrityException e) {
            throw badIntegrity(part, keyLabel, e);
        }
    }

    private <T extends Record> T decode(PartType<T> part, byte[] plaintext, String keyLabel, Trace trace)
            throws Refusal {
        try {
            T value = part.layout().decode(plaintext);
            guardFields.check(part.layout(), value);
            requireKeySize(part, value);
            trace.emit(new PartOpened(part.name(), part.keyUsage(), keyLabel));
            return value;
        } catch (DecodeException e) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "opened with " + keyLabel + ", " + e.problem());
        }
    }

    /**
     * Every key that comes out of a message has the size of the suite: AES with another key size is
     * another suite.
     */
    private <T extends Record> void requireKeySize(PartType<T> part, T value) throws Refusal {
        for (SymmetricKey key : part.layout().valuesOfType(SymmetricKey.class, value)) {
            if (key.size() != cipherSuite.keySize()) {
                throw new Refusal(
                        ErrorCode.KRB_AP_ERR_MODIFIED,
                        part.name() + ": the key " + key.label() + " has " + key.size() + " bytes, but "
                                + cipherSuite.name() + " uses " + cipherSuite.keySize());
            }
        }
    }

    private static Refusal badIntegrity(PartType<?> part, String keyLabel, BadIntegrityException e) {
        return new Refusal(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, part.name() + ", tried with " + keyLabel + ", " + e.getMessage());
    }
}
