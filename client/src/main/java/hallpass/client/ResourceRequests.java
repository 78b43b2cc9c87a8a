package hallpass.client;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Builds requests to resources: the name of the resource, then its arguments, separated by spaces.
 */
public final class ResourceRequests {
    /** Leaves room in the field of a sealed part (64 KiB) for the other fields and the padding. */
    public static final int MAX_BYTES = 60 * 1024;

    private ResourceRequests() {}

    /** @throws ClientException if the request does not fit one message */
    public static String of(String resource, List<String> arguments) throws ClientException {
        String request = arguments.isEmpty() ? resource : resource + ' ' + String.join(" ", arguments);
        int size = request.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BYTES) {
            throw new ClientException(new ClientError.RequestTooLong(size, MAX_BYTES));
        }
        return request;
    }

    static String resourceName(String request) {
        int space = request.indexOf(' ');
        return space < 0 ? request : request.substring(0, space);
    }
}
