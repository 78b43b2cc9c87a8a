package hallpass.client.command;

import hallpass.client.Failure;
import hallpass.client.Requests;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** What a command asks of a server's desk. */
final class RequestParameters {
    @Parameters(index = "0", paramLabel = "RESOURCE", description = "What to ask for; resources lists what there is.")
    private String resource = "";

    @Parameters(
            index = "1..*",
            paramLabel = "ARGS",
            description = "What the resource takes; after -- if it begins with -.")
    private List<String> arguments = new ArrayList<>();

    /** @throws Failure if it is more than one message carries */
    String request() throws Failure {
        return Requests.of(resource, arguments);
    }
}
