package hallpass.wire;

import hallpass.wire.DecodeException.Fault;
import hallpass.wire.FieldType.InvalidValue;
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
    public static final int MAX_FIELD = 0xffff;

    private static final byte[] NOTHING = {};

    /**
     * One field, for those who show a layout rather than fill it in.
     *
     * @param name its name in the protocol's notation
     * @param type the component's type with its parameters, such as {@code Sealed<Ticket>}
     * @param trailing whether it is left out where it is empty and nothing follows it
     */
    public record FieldInfo(String name, Type type, boolean trailing) {}

    private record Part(String name, FieldType<Object> type, Method accessor, Type genericType, boolean trailing) {}

    private final String name;
    private final List<Part> parts;
    private final Constructor<T> constructor;

    private Layout(String name, List<Part> parts, Constructor<T> constructor) {
        this.name = name;
        this.parts = parts;
        this.constructor = constructor;
    }

    /**
     * @param name what the layout is called in errors, such as {@code AS-REQ}
     * @param types the kind of field for each type of component
     */
    public static <T extends Record> Layout<T> of(Class<T> record, String name, Map<Class<?>, FieldType<?>> types) {
        List<Part> parts = Arrays.stream(record.getRecordComponents())
                .map(component -> part(component, types))
                .toList();
        Class<?>[] signature = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = record.getDeclaredConstructor(signature);
            constructor.setAccessible(true);
            return new Layout<>(name, parts, constructor);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has a canonical constructor", e);
        }
    }

    @SuppressWarnings("unchecked") // the table maps a class to the FieldType of that class
    private static Part part(RecordComponent component, Map<Class<?>, FieldType<?>> types) {
        Field field = component.getAnnotation(Field.class);
        FieldType<?> type = types.get(component.getType());
        if (field == null || type == null) {
            throw new IllegalArgumentException(component + " needs @Field and a type that fields can have");
        }
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Part(
                field.value(), (FieldType<Object>) type, accessor, component.getGenericType(), field.trailing());
    }

    public String name() {
        return name;
    }

    public List<FieldInfo> fields() {
        return parts.stream()
                .map(part -> new FieldInfo(part.name, part.genericType, part.trailing))
                .toList();
    }

    /** A record's values by the names of their fields, in the order of the wire. */
    public Map<String, Object> values(T value) {
        Map<String, Object> values = new LinkedHashMap<>();
        parts.forEach(part -> values.put(part.name, read(part, value)));
        return values;
    }

    @Override
    public byte[] encode(T value) {
        return encode(value, content -> false);
    }

    /** The same with nothing in the fields whose values are to be left out. */
    public byte[] encode(T value, Predicate<Object> leftOut) {
        List<byte[]> contents = new ArrayList<>();
        for (Part part : parts) {
            Object field = read(part, value);
            contents.add(leftOut.test(field) ? NOTHING : part.type.encode(field));
        }
        return join(contents);
    }

    /** The body that these contents of all fields make. */
    byte[] join(List<byte[]> contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < present(contents); i++) {
            byte[] content = contents.get(i);
            if (content.length > MAX_FIELD) {
                throw new IllegalArgumentException(
                        name + "." + parts.get(i).name + ": " + content.length + " bytes is too long");
            }
            out.write(content.length >>> 8);
            out.write(content.length);
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** How many fields there are before those that are left out. */
    private int present(List<byte[]> contents) {
        int count = contents.size();
        while (count > 0 && parts.get(count - 1).trailing && contents.get(count - 1).length == 0) {
            count--;
        }
        return count;
    }

    @Override
    public T decode(byte[] bytes) throws DecodeException {
        List<Object> values = new ArrayList<>();
        take(bytes, (part, content) -> {
            try {
                values.add(part.type.decode(content, part.name));
            } catch (InvalidValue e) {
                throw problem(e.fault(), part, e.problem());
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
        take(bytes, (part, content) -> contents.add(content));
        return contents.subList(0, present(contents));
    }

    private interface Taker {
        void take(Part part, byte[] content) throws DecodeException;
    }

    private void take(byte[] bytes, Taker taker) throws DecodeException {
        List<byte[]> contents = new ArrayList<>();
        int position = 0;
        for (Part part : parts) {
            int left = bytes.length - position;
            byte[] content = NOTHING;
            if (left >= 2 || !part.trailing) {
                content = content(bytes, position, part);
                position += 2 + content.length;
            }
            contents.add(content);
            taker.take(part, content);
        }
        requireWhole(bytes, position, contents);
    }

    private byte[] content(byte[] bytes, int position, Part part) throws DecodeException {
        int left = bytes.length - position;
        if (left < 2) {
            throw problem(Fault.MALFORMED, part, "is missing");
        }
        int length = (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
        // The limit before the allocation: a length can promise no more than is really there.
        if (length > left - 2) {
            throw problem(Fault.MALFORMED, part, "promises " + length + " bytes and " + (left - 2) + " are left");
        }
        return Arrays.copyOfRange(bytes, position + 2, position + 2 + length);
    }

    private void requireWhole(byte[] bytes, int end, List<byte[]> contents) throws DecodeException {
        if (end != bytes.length) {
            throw new DecodeException(
                    Fault.MALFORMED, name, "has " + (bytes.length - end) + " bytes left over after its last field");
        }
        // One encoding for each value: an empty field at the end is left out.
        if (join(contents).length != bytes.length) {
            throw new DecodeException(Fault.MALFORMED, name, "has an empty field at its end, which is left out");
        }
    }

    private DecodeException problem(Fault fault, Part part, String problem) {
        return new DecodeException(fault, name + "." + part.name, problem);
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

    private static Object read(Part part, Record value) {
        try {
            return part.accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(part.name + " cannot be read", e);
        }
    }
}
