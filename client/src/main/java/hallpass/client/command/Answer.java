package hallpass.client.command;

import hallpass.client.credential.Held;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the desk answered, for whoever asked. */
record Answer(Held held, String request, String data) {
    void print(JsonOption json, Terminal terminal) {
        if (!json.wanted) {
            terminal.foreign(data);
            return;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("client", held.client().text());
        answer.put("server", held.server().text());
        answer.put("request", request);
        answer.put("data", data);
        json.print(answer, terminal);
    }
}
