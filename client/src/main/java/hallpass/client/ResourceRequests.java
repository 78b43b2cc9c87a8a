package hallpass.client;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is asked of the desk: a resource's name and its arguments, apart by a space. */
public final class ResourceRequests {
    /** Leaves room in a sealed part's field (64 KiB) for its own fields and padding. */
    public static final int MAX_BYTES = 60 * 1024;

    private ResourceRequests() {}

    /**
     * @throws ClientException if it is more than one message carries
     */
    public static String of(String resource, List<String> arguments) throws ClientException {
        String request = arguments.isEmpty() ? resource : resource + ' ' + String.join(" ", arguments);
        int size = request.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BYTES) {
            throw new ClientException(new ClientError.RequestTooLong(size, MAX_BYTES));
        }
        return request;
    }

    /** The name of the resource that a request is for. */
    static String resourceName(String request) {
        int space = request.indexOf(' ');
        return space < 0 ? request : request.substring(0, space);
    }
}
