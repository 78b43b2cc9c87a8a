package hallpass.wire;

import hallpass.wire.DecodeException.Fault;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a body as they stand in it, whatever they hold: for those who show bytes or change them. */
public final class RawFields {
    private RawFields() {}

    /**
     * The content of each field by its name, in the order of the wire.
     *
     * @throws DecodeException if the lengths in the body are not those of this many fields
     */
    public static Map<String, Bytes> of(Layout<?> layout, Bytes body) throws DecodeException {
        byte[] bytes = body.toArray();
        Map<String, Bytes> fields = new LinkedHashMap<>();
        int position = 0;
        for (Layout.FieldInfo field : layout.fields()) {
            int left = bytes.length - position - 2;
            int length = left < 0 ? 0 : (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
            if (length > left) {
                throw new DecodeException(Fault.MALFORMED, layout.name() + "." + field.name(), "is not whole");
            }
            position += 2;
            fields.put(field.name(), Bytes.of(Arrays.copyOfRange(bytes, position, position + length)));
            position += length;
        }
        if (position != bytes.length) {
            throw new DecodeException(Fault.MALFORMED, layout.name(), "has bytes left over after its last field");
        }
        return fields;
    }

    /** The body that these fields make. */
    public static Bytes join(Iterable<Bytes> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Bytes field : fields) {
            if (field.size() > 0xffff) {
                throw new IllegalArgumentException("a field has at most 65535 bytes, not " + field.size());
            }
            out.write(field.size() >>> 8);
            out.write(field.size());
            out.writeBytes(field.toArray());
        }
        return Bytes.of(out.toByteArray());
    }
}
