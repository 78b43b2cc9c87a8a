package hallpass.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a body as they stand in it, whatever they hold: for those who show bytes or change them. */
public final class RawFields {
    private RawFields() {}

    /**
     * The content of each field by its name, in the order of the wire, without those that are left out.
     *
     * @throws DecodeException if the lengths in the body are not those of this many fields
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

    /** The body that these fields make; those that are not there have nothing in them. */
    public static Bytes join(Layout<?> layout, Map<String, Bytes> fields) {
        List<byte[]> contents = new ArrayList<>();
        for (Layout.FieldInfo field : layout.fields()) {
            contents.add(fields.getOrDefault(field.name(), Bytes.EMPTY).toArray());
        }
        return Bytes.of(layout.join(contents));
    }
}
