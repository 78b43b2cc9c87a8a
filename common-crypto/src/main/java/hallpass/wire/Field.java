package hallpass.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a record component in the notation of the protocol, such as {@code ID_c}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    String value();

    /**
     * Whether the field is omitted if it is empty and no field follows. Guards use trailing fields
     * to extend messages; without the guard the bytes equal those of the classic protocol.
     */
    boolean trailing() default false;

    /** The guard that the field belongs to. Without the guard, the field is empty. */
    String guard() default "";
}
