package hallpass.config.violation;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Violates a rule: deserialises objects. */
public final class ConfigReadsObjects {
    Object read(InputStream in) throws IOException, ClassNotFoundException {
        try (ObjectInputStream objects = new ObjectInputStream(in)) {
            return objects.readObject();
        }
    }
}
