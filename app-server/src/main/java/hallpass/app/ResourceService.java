package hallpass.app;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;

/** Serves the requests of authenticated clients, for both application servers. */
@FunctionalInterface
public interface ResourceService {
    /**
     * @param client the authenticated client
     * @param request name of the resource, a space, and its arguments
     * @throws Refusal NO_SUCH_RESOURCE, BAD_ARGUMENTS, and those of the resource
     */
    String serve(PrincipalName client, String request, Instant now) throws Refusal;
}
