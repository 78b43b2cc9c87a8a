package hallpass.store;

import hallpass.config.RealmError;
import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Encrypts principals' keys for the database. The principal's name and the key version are the
 * associated data, so that a key that was moved to another row cannot be decrypted.
 */
record PrincipalKeySealer(MasterKey master) {
    private static final byte[] CHECK_PLAINTEXT = "hallpass principals".getBytes(StandardCharsets.UTF_8);

    byte[] seal(PrincipalName name, int version, SymmetricKey key) {
        return master.seal(key.exposeMaterial(), associatedData(name, version));
    }

    /** Derives the key from the master key, the name and the purpose, so that it is stable. */
    SymmetricKey decoyKey(PrincipalName name, String purpose, int size) {
        byte[] info = ("hallpass decoy " + purpose + " of " + name.text()).getBytes(StandardCharsets.UTF_8);
        return master.derive("no key of " + name, info, size);
    }

    /** @throws StoreException if the row was modified */
    SymmetricKey open(PrincipalName name, int version, byte[] sealed) {
        try {
            return SymmetricKey.of(name.text(), master.open(sealed, associatedData(name, version)));
        } catch (BadIntegrityException e) {
            throw new StoreException(
                    RealmError.DATABASE_CORRUPT,
                    name.text(),
                    "The stored key of " + name + " was modified by something other than Hallpass.",
                    e);
        }
    }

    /** A value that only this master key opens, to recognise the wrong key of a database. */
    byte[] checkValue() {
        return master.seal(CHECK_PLAINTEXT, CHECK_PLAINTEXT);
    }

    boolean acceptsCheckValue(byte[] check) {
        try {
            master.open(check, CHECK_PLAINTEXT);
            return true;
        } catch (BadIntegrityException e) {
            return false;
        }
    }

    /** Unambiguous because the version has a fixed size. */
    private static byte[] associatedData(PrincipalName name, int version) {
        byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + Integer.BYTES)
                .put(text)
                .putInt(version)
                .array();
    }
}
