package hallpass.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** An answer that a script can read. */
public final class JsonOption {
    @Option(names = "--json", description = "Answer in JSON, as one object on one line.")
    public boolean requested;

    /** Jackson is loaded by whoever asks for JSON, and by nobody else: it costs more time than the command. */
    public void print(Map<String, ?> answer, Terminal terminal) {
        terminal.printLine(Json.encode(answer));
    }
}
