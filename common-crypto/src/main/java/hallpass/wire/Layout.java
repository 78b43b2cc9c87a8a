package hallpass.wire;

import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.FieldType.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The wire layout of a record: its components in declaration order, each as
 * {@code u16 length ‖ value}. The record declaration is the only definition of the layout.
 *
 * @param <T> the record
 */
public final class Layout<T extends Record> implements Codec<T> {
    /** The maximum size of a field: its length is a u16. */
    public static final int MAX_FIELD_SIZE = 0xffff;

    private static final byte[] NO_BYTES = {};

    /**
     * Describes one field.
     *
     * @param name the name in the protocol's notation
     * @param type the component's generic type, such as {@code Sealed<Ticket>}
     * @param trailing whether the field is omitted if it is empty and no field follows
     * @param guard the guard that the field belongs to; empty if none
     */
    public record FieldInfo(String name, Type type, boolean trailing, String guard) {}

    private record LayoutField(FieldInfo info, FieldType<Object> type, Method accessor) {
        String name() {
            return info.name();
        }

        boolean trailing() {
            return info.trailing();
        }
    }

    private final String name;
    private final List<LayoutField> fields;
    private final Constructor<T> constructor;

    private Layout(String name, List<LayoutField> fields, Constructor<T> constructor) {
        this.name = name;
        this.fields = fields;
        this.constructor = constructor;
    }

    /**
     * @param name the layout's name in errors, such as {@code AS-REQ}
     * @param types the field type of each component type
     */
    public static <T extends Record> Layout<T> of(Class<T> record, String name, Map<Class<?>, FieldType<?>> types) {
        List<LayoutField> fields = Arrays.stream(record.getRecordComponents())
                .map(component -> toField(component, types))
                .toList();
        Class<?>[] signature = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = record.getDeclaredConstructor(signature);
            constructor.setAccessible(true);
            return new Layout<>(name, fields, constructor);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has a canonical constructor", e);
        }
    }

    @SuppressWarnings("unchecked") // the table maps a class to the FieldType of that class
    private static LayoutField toField(RecordComponent component, Map<Class<?>, FieldType<?>> types) {
        Field annotation = component.getAnnotation(Field.class);
        FieldType<?> type = types.get(component.getType());
        if (annotation == null || type == null) {
            throw new IllegalArgumentException(component + " needs @Field and a supported type");
        }
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        FieldInfo info = new FieldInfo(
                annotation.value(), component.getGenericType(), annotation.trailing(), annotation.guard());
        return new LayoutField(info, (FieldType<Object>) type, accessor);
    }

    public String name() {
        return name;
    }

    public List<FieldInfo> fields() {
        return fields.stream().map(LayoutField::info).toList();
    }

    /** The values of a record by field name, in wire order. */
    public Map<String, Object> values(T value) {
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field.name(), valueOf(field, value)));
        return values;
    }

    /** The values of all fields of one type, in wire order. */
    public <V> List<V> valuesOfType(Class<V> type, T value) {
        return fields.stream()
                .filter(field -> field.info.type() == type)
                .map(field -> type.cast(valueOf(field, value)))
                .toList();
    }

    /**
     * Refuses bytes that nobody would read.
     *
     * @param guards the guards whose fields are permitted
     * @throws DecodeException if a field of another guard is not empty
     */
    public void requireEmptyWithoutGuard(T value, Set<String> guards) throws DecodeException {
        for (LayoutField field : fields) {
            String guard = field.info.guard();
            if (!guard.isEmpty() && !guards.contains(guard) && field.type.encode(valueOf(field, value)).length > 0) {
                throw failure(
                        DecodeFault.MALFORMED,
                        field,
                        "belongs to the guard " + guard + ", which this realm does not have");
            }
        }
    }

    @Override
    public byte[] encode(T value) {
        return encode(value, content -> false);
    }

    /** Encodes the record with empty content for the fields whose values match {@code omitted}. */
    public byte[] encode(T value, Predicate<Object> omitted) {
        List<byte[]> contents = new ArrayList<>();
        for (LayoutField field : fields) {
            Object content = valueOf(field, value);
            contents.add(omitted.test(content) ? NO_BYTES : field.type.encode(content));
        }
        return join(contents);
    }

    /** Joins the content of all fields. */
    byte[] join(List<byte[]> contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < presentCount(contents); i++) {
            byte[] content = contents.get(i);
            if (content.length > MAX_FIELD_SIZE) {
                throw new IllegalArgumentException(
                        name + "." + fields.get(i).name() + ": " + content.length + " bytes exceed the maximum");
            }
            out.write(content.length >>> 8);
            out.write(content.length);
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** The number of fields up to the last one that is not omitted. */
    private int presentCount(List<byte[]> contents) {
        int count = contents.size();
        while (count > 0 && fields.get(count - 1).trailing() && contents.get(count - 1).length == 0) {
            count--;
        }
        return count;
    }

    @Override
    public T decode(byte[] bytes) throws DecodeException {
        List<Object> values = new ArrayList<>();
        visitFields(bytes, (field, content) -> {
            try {
                values.add(field.type.decode(content, field.name()));
            } catch (InvalidValueException e) {
                throw failure(e.fault(), field, e.problem());
            }
        });
        return construct(values.toArray());
    }

    /**
     * Splits a body into the content of its fields, without decoding the values. Omitted trailing
     * fields are not part of the result.
     *
     * @throws DecodeException if the lengths in the body do not match the layout
     */
    List<byte[]> contents(byte[] bytes) throws DecodeException {
        List<byte[]> contents = new ArrayList<>();
        visitFields(bytes, (field, content) -> contents.add(content));
        return contents.subList(0, presentCount(contents));
    }

    private interface FieldVisitor {
        void visit(LayoutField field, byte[] content) throws DecodeException;
    }

    private void visitFields(byte[] bytes, FieldVisitor visitor) throws DecodeException {
        List<byte[]> contents = new ArrayList<>();
        int position = 0;
        for (LayoutField field : fields) {
            int left = bytes.length - position;
            byte[] content = NO_BYTES;
            if (left >= 2 || !field.trailing()) {
                content = readContent(bytes, position, field);
                position += 2 + content.length;
            }
            contents.add(content);
            visitor.visit(field, content);
        }
        requireCanonical(bytes, position, contents);
    }

    private byte[] readContent(byte[] bytes, int position, LayoutField field) throws DecodeException {
        int left = bytes.length - position;
        if (left < 2) {
            throw failure(DecodeFault.MALFORMED, field, "is missing");
        }
        int length = (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
        // Check before allocating: the length may promise more bytes than there are.
        if (length > left - 2) {
            throw failure(
                    DecodeFault.MALFORMED, field, "declares " + length + " bytes but only " + (left - 2) + " remain");
        }
        return Arrays.copyOfRange(bytes, position + 2, position + 2 + length);
    }

    private void requireCanonical(byte[] bytes, int end, List<byte[]> contents) throws DecodeException {
        if (end != bytes.length) {
            throw new DecodeException(
                    DecodeFault.MALFORMED,
                    name,
                    "has " + (bytes.length - end) + " trailing bytes after the last field");
        }
        // Canonical encoding: an empty trailing field must be omitted.
        if (join(contents).length != bytes.length) {
            throw new DecodeException(
                    DecodeFault.MALFORMED, name, "encodes an empty trailing field, which must be omitted");
        }
    }

    private DecodeException failure(DecodeFault fault, LayoutField field, String problem) {
        return new DecodeException(fault, name + "." + field.name(), problem);
    }

    private T construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            // Wire records do not validate across fields. Exchanges do, with a specific error
            // code.
            throw new AssertionError(name + " has a constructor that throws", e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name + " cannot be constructed", e);
        }
    }

    private static Object valueOf(LayoutField field, Record value) {
        try {
            return field.accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(field.name() + " cannot be read", e);
        }
    }
}
