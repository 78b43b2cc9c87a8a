package hallpass.store;

import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Seals principals' keys for the database, each for its principal and version: in another row it does not open. */
record PrincipalKeySealer(MasterKey master) {
    private static final byte[] CHECK_PLAINTEXT = "hallpass principals".getBytes(StandardCharsets.UTF_8);

    byte[] seal(PrincipalName name, int version, SymmetricKey key) {
        return master.seal(key.exposeMaterial(), associatedData(name, version));
    }

    /** Follows from the master key, the name and the purpose: the same wherever this database is used. */
    SymmetricKey decoyKey(PrincipalName name, String purpose, int size) {
        byte[] info = ("hallpass decoy " + purpose + " of " + name.text()).getBytes(StandardCharsets.UTF_8);
        return master.derive("no key of " + name, info, size);
    }

    /**
     * @throws StoreException if the row is not as it was written
     */
    SymmetricKey open(PrincipalName name, int version, byte[] sealed) {
        try {
            return SymmetricKey.of(name.text(), master.open(sealed, associatedData(name, version)));
        } catch (BadIntegrityException e) {
            throw new StoreException(
                    "The stored key of " + name
                            + " was changed by something other than Hallpass. Put a copy of the database from a backup in its place.",
                    e);
        }
    }

    /** What only this master key opens. */
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

    /** The version has a fixed size, so that no two places look alike. */
    private static byte[] associatedData(PrincipalName name, int version) {
        byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + Integer.BYTES)
                .put(text)
                .putInt(version)
                .array();
    }
}
