package hallpass.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name that a record component has in the protocol's notation, such as {@code ID_c}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    String value();

    /**
     * Whether it is left out where it is empty and nothing follows it. So a guard can say more at a message's end, and without
     * it the bytes are those of the classic protocol.
     */
    boolean trailing() default false;
}
