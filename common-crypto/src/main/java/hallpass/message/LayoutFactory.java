package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import hallpass.wire.FieldType;
import hallpass.wire.FieldTypes;
import hallpass.wire.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Creates layouts for messages, encrypted parts and stored records: maps each permitted component
 * type to its field encoding.
 */
public final class LayoutFactory {
    private static final FieldType<Sealed<?>> SEALED =
            FieldTypes.of(part -> part.ciphertext().toArray(), bytes -> new Sealed<>(Bytes.of(bytes)));
    private static final FieldType<RsaSealed<?>> RSA_SEALED =
            FieldTypes.of(part -> part.ciphertext().toArray(), bytes -> new RsaSealed<>(Bytes.of(bytes)));
    private static final FieldType<SecretBytes> SECRET = FieldTypes.of(SecretBytes::expose, SecretBytes::of);

    private static final Map<Class<?>, FieldType<?>> FIELD_TYPES = Map.ofEntries(
            Map.entry(PrincipalName.class, PrincipalName.FIELD),
            Map.entry(Nonce.class, Nonce.FIELD),
            Map.entry(ErrorCode.class, ErrorCode.FIELD),
            Map.entry(String.class, FieldTypes.TEXT),
            Map.entry(Instant.class, FieldTypes.TIME),
            Map.entry(Duration.class, FieldTypes.LIFETIME),
            Map.entry(Integer.class, FieldTypes.COUNT),
            Map.entry(Long.class, FieldTypes.LONG_COUNT),
            Map.entry(Bytes.class, FieldTypes.BYTES),
            Map.entry(SecretBytes.class, SECRET),
            Map.entry(SymmetricKey.class, new KeyField()),
            Map.entry(Sealed.class, SEALED),
            Map.entry(RsaSealed.class, RSA_SEALED));

    private LayoutFactory() {}

    public static <T extends Record> Layout<T> of(Class<T> record, String name) {
        return Layout.of(record, name, FIELD_TYPES);
    }

    /** Labels a decoded key with the name of its field. */
    private static final class KeyField implements FieldType<SymmetricKey> {
        @Override
        public byte[] encode(SymmetricKey key) {
            return key.exposeMaterial();
        }

        @Override
        public SymmetricKey decode(byte[] bytes, String fieldName) throws InvalidValueException {
            if (!SymmetricKey.isKeySize(bytes.length)) {
                throw new InvalidValueException("is " + bytes.length + " bytes long, which is not an AES key size");
            }
            return SymmetricKey.of(fieldName, bytes);
        }
    }
}
