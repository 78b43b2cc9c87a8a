package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The named resources of a server: the texts of the configuration, and the built-in resources
 * {@code whoami}, {@code time}, {@code notes} and {@code resources}, which lists all names.
 */
public final class ResourceRegistry implements ResourceService {
    private final Map<String, Resource> resources = new TreeMap<>();

    private interface Resource {
        String serve(PrincipalName client, String arguments, Instant now) throws Refusal;
    }

    /** @param texts the configured resources, by name */
    public ResourceRegistry(Map<String, String> texts, NoteRepository notes) {
        resources.put("whoami", withoutArguments((client, now) -> client.text()));
        resources.put("time", withoutArguments((client, now) -> now.toString()));
        resources.put("notes", new NotesResource(notes)::serve);
        resources.put("resources", withoutArguments((client, now) -> String.join("\n", resources.keySet())));
        texts.forEach((name, text) -> resources.put(name, withoutArguments((client, now) -> text)));
    }

    @Override
    public String serve(PrincipalName client, String request, Instant now) throws Refusal {
        RequestWords words = RequestWords.of(request);
        Resource resource = resources.get(words.first());
        if (resource == null) {
            throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "there is no such resource");
        }
        return resource.serve(client, words.rest(), now);
    }

    private interface ArgumentlessResource {
        String serve(PrincipalName client, Instant now);
    }

    private static Resource withoutArguments(ArgumentlessResource resource) {
        return (client, arguments, now) -> {
            if (!arguments.isEmpty()) {
                throw new Refusal(ErrorCode.HP_ERR_BAD_ARGUMENTS, "the resource takes no arguments");
            }
            return resource.serve(client, now);
        };
    }
}
