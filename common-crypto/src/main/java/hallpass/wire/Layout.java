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
import java.util.function.Predicate;

/**
 * The layout of a record on the wire: its components in the order in which they are declared, each one
 * {@code u16 length ‖ value}. The record is the layout; nothing else says it again.
 *
 * @param <T> the record
 */
public final class Layout<T extends Record> implements Codec<T> {
    /** The most bytes that a field can have: its length is a u16. */
    public static final int MAX_FIELD_SIZE = 0xffff;

    private static final byte[] NO_BYTES = {};

    /**
     * One field, for those who show a layout rather than fill it in.
     *
     * @param name its name in the protocol's notation
     * @param type the component's type with its parameters, such as {@code Sealed<Ticket>}
     * @param trailing whether it is left out where it is empty and nothing follows it
     */
    public record FieldInfo(String name, Type type, boolean trailing) {}

    private record LayoutField(
            String name, FieldType<Object> type, Method accessor, Type genericType, boolean trailing) {}

    private final String name;
    private final List<LayoutField> fields;
    private final Constructor<T> constructor;

    private Layout(String name, List<LayoutField> fields, Constructor<T> constructor) {
        this.name = name;
        this.fields = fields;
        this.constructor = constructor;
    }

    /**
     * @param name what the layout is called in errors, such as {@code AS-REQ}
     * @param types the kind of field for each type of component
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
            throw new IllegalArgumentException(component + " needs @Field and a type that fields can have");
        }
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new LayoutField(
                annotation.value(),
                (FieldType<Object>) type,
                accessor,
                component.getGenericType(),
                annotation.trailing());
    }

    public String name() {
        return name;
    }

    public List<FieldInfo> fields() {
        return fields.stream()
                .map(field -> new FieldInfo(field.name, field.genericType, field.trailing))
                .toList();
    }

    /** A record's values by the names of their fields, in the order of the wire. */
    public Map<String, Object> values(T value) {
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field.name, valueOf(field, value)));
        return values;
    }

    @Override
    public byte[] encode(T value) {
        return encode(value, content -> false);
    }

    /** The same with nothing in the fields whose values are to be left out. */
    public byte[] encode(T value, Predicate<Object> omitted) {
        List<byte[]> contents = new ArrayList<>();
        for (LayoutField field : fields) {
            Object content = valueOf(field, value);
            contents.add(omitted.test(content) ? NO_BYTES : field.type.encode(content));
        }
        return join(contents);
    }

    /** The body that these contents of all fields make. */
    byte[] join(List<byte[]> contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < presentCount(contents); i++) {
            byte[] content = contents.get(i);
            if (content.length > MAX_FIELD_SIZE) {
                throw new IllegalArgumentException(
                        name + "." + fields.get(i).name + ": " + content.length + " bytes is too long");
            }
            out.write(content.length >>> 8);
            out.write(content.length);
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** How many fields there are before those that are left out. */
    private int presentCount(List<byte[]> contents) {
        int count = contents.size();
        while (count > 0 && fields.get(count - 1).trailing && contents.get(count - 1).length == 0) {
            count--;
        }
        return count;
    }

    @Override
    public T decode(byte[] bytes) throws DecodeException {
        List<Object> values = new ArrayList<>();
        visitFields(bytes, (field, content) -> {
            try {
                values.add(field.type.decode(content, field.name));
            } catch (InvalidValueException e) {
                throw failure(e.fault(), field, e.problem());
            }
        });
        return construct(values.toArray());
    }

    /**
     * The content of every field as it stands in a body, whatever it holds, without those that are left out.
     *
     * @throws DecodeException if the lengths in the body are not those of these fields
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
            if (left >= 2 || !field.trailing) {
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
        // The limit before the allocation: a length can promise no more than is really there.
        if (length > left - 2) {
            throw failure(
                    DecodeFault.MALFORMED, field, "promises " + length + " bytes and " + (left - 2) + " are left");
        }
        return Arrays.copyOfRange(bytes, position + 2, position + 2 + length);
    }

    private void requireCanonical(byte[] bytes, int end, List<byte[]> contents) throws DecodeException {
        if (end != bytes.length) {
            throw new DecodeException(
                    DecodeFault.MALFORMED,
                    name,
                    "has " + (bytes.length - end) + " bytes left over after its last field");
        }
        // One encoding for each value: an empty field at the end is left out.
        if (join(contents).length != bytes.length) {
            throw new DecodeException(DecodeFault.MALFORMED, name, "has an empty field at its end, which is left out");
        }
    }

    private DecodeException failure(DecodeFault fault, LayoutField field, String problem) {
        return new DecodeException(fault, name + "." + field.name, problem);
    }

    private T construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            // Records on the wire check nothing across fields; what a rule forbids, an exchange refuses by name.
            throw new AssertionError(name + " has a constructor that throws", e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name + " cannot be constructed", e);
        }
    }

    private static Object valueOf(LayoutField field, Record value) {
        try {
            return field.accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(field.name + " cannot be read", e);
        }
    }
}
