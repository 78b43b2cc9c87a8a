package hallpass.admin;

import hallpass.client.command.Terminal;
import hallpass.trace.Party;
import hallpass.trace.Story;
import hallpass.trace.Trace;

/** Tells what is done to the realm itself. */
final class AdminStory {
    private AdminStory() {}

    static Trace on(Terminal terminal) {
        Story story = new Story(Party.REALM, terminal.style());
        return event -> story.lines(event).forEach(terminal::line);
    }
}
