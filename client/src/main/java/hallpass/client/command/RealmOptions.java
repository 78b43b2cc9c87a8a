package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.KdcCheck;
import hallpass.client.credential.CredentialCache;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Story;
import hallpass.trace.Style;
import hallpass.trace.Trace;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command in a realm has. */
final class RealmOptions {
    @Mixin
    RealmOption realm = new RealmOption();

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell the story: every message, key and check by its name.")
    boolean verbose;

    @Option(
            names = "--clock-offset",
            paramLabel = "OFFSET",
            converter = ClockOffset.class,
            description = "Run with a clock that is wrong on purpose, such as +10m or -2h.")
    Duration clockOffset = Duration.ZERO;

    @Mixin
    HelpOption help = new HelpOption();

    RealmFolder realm(Environment environment) throws RealmProblem {
        return realm.open(environment);
    }

    InstantSource clock(Environment environment) {
        return InstantSource.offset(environment.clock(), clockOffset);
    }

    CredentialCache cache(RealmFolder realm, Environment environment) {
        return CredentialCache.of(realm, environment.variables(), environment.home());
    }

    /** The story goes where the answer goes, except that an answer for a script stays alone. */
    ClientSetting setting(RealmFolder realm, Environment environment, boolean json) {
        Terminal terminal = environment.terminal();
        Trace trace = verbose
                ? json ? told(terminal.err(), Style.PLAIN) : told(terminal.out(), terminal.style())
                : Trace.NONE;
        return new ClientSetting(realm.config(), clock(environment), environment.randomness(), trace)
                .with(KdcCheck.of(realm));
    }

    static Trace told(PrintStream to, Style style) {
        Story story = new Story(Party.CLIENT, style);
        return event -> story.lines(event).forEach(to::println);
    }
}
