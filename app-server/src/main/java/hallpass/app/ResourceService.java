package hallpass.app;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;

/** What lies behind both doors: it serves whoever a door let in. */
@FunctionalInterface
public interface ResourceService {
    /**
     * @param client whom the door authenticated
     * @param request a resource's name, then its arguments, apart by a space
     * @throws Refusal NO_SUCH_RESOURCE, BAD_ARGUMENTS, and what else the resource says
     */
    String serve(PrincipalName client, String request, Instant now) throws Refusal;
}
