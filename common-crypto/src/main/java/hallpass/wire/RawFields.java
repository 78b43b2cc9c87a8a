package hallpass.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits a body into undecoded fields and joins them again, for tools that show or modify bytes.
 */
public final class RawFields {
    private RawFields() {}

    /**
     * The content of each field by name, in wire order, without omitted fields.
     *
     * @throws DecodeException if the lengths in the body do not match the layout
     */
    public static Map<String, Bytes> split(Layout<?> layout, Bytes body) throws DecodeException {
        List<byte[]> contents = layout.contents(body.toArray());
        List<Layout.FieldInfo> all = layout.fields();
        Map<String, Bytes> fields = new LinkedHashMap<>();
        for (int i = 0; i < contents.size(); i++) {
            fields.put(all.get(i).name(), Bytes.of(contents.get(i)));
        }
        return fields;
    }

    /** Joins fields into a body. Missing fields are empty. */
    public static Bytes join(Layout<?> layout, Map<String, Bytes> fields) {
        List<byte[]> contents = new ArrayList<>();
        for (Layout.FieldInfo field : layout.fields()) {
            contents.add(fields.getOrDefault(field.name(), Bytes.EMPTY).toArray());
        }
        return Bytes.of(layout.join(contents));
    }
}
