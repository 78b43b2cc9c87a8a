package hallpass.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** The {@code --json} option. */
public final class JsonOption {
    @Option(names = "--json", description = "Print JSON: one object on one line.")
    public boolean requested;

    /** Prints JSON. Only this loads Jackson, which takes longer than most commands. */
    public void print(Map<String, ?> answer, Terminal terminal) {
        terminal.printLine(Json.encode(answer));
    }
}
