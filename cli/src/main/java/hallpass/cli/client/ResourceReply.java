package hallpass.cli.client;

import hallpass.cli.JsonOption;
import hallpass.cli.Terminal;
import hallpass.client.credential.CachedCredential;
import java.util.LinkedHashMap;
import java.util.Map;

/** The reply of a resource. */
record ResourceReply(CachedCredential credential, String request, String data) {
    void print(JsonOption json, Terminal terminal) {
        if (!json.requested) {
            terminal.printUntrusted(data);
            return;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("client", credential.client().text());
        answer.put("server", credential.server().text());
        answer.put("request", request);
        answer.put("data", data);
        json.print(answer, terminal);
    }
}
