package hallpass.cli.client;

import hallpass.client.ClientException;
import hallpass.client.ResourceRequests;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The resource and arguments of a request. */
final class ResourceParameters {
    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            description = "The resource; the resource \"resources\" lists all.")
    private String resource = "";

    @Parameters(
            index = "1..*",
            paramLabel = "ARGS",
            description = "Arguments of the resource; write -- before one that begins with -.")
    private List<String> arguments = new ArrayList<>();

    /** @throws ClientException if the request does not fit one message */
    String request() throws ClientException {
        return ResourceRequests.of(resource, arguments);
    }
}
