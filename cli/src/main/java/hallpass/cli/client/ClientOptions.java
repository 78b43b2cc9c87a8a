package hallpass.cli.client;

import hallpass.cli.ClockOffsetConverter;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.HelpOption;
import hallpass.cli.RealmOption;
import hallpass.cli.Terminal;
import hallpass.client.ClientSettings;
import hallpass.client.KdcVerifier;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.CredentialCacheException;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.trace.TerminalStyle;
import hallpass.trace.Trace;
import hallpass.trace.TraceFormatter;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every client command. */
final class ClientOptions {
    @Mixin
    RealmOption realmOption = new RealmOption();

    @Option(
            names = {"-v", "--verbose"},
            description = "Trace every message, key and check.")
    boolean verbose;

    @Option(
            names = "--clock-offset",
            paramLabel = "OFFSET",
            converter = ClockOffsetConverter.class,
            description = "Shift the clock by this offset, such as +10m or -2h.")
    Duration clockOffset = Duration.ZERO;

    @Mixin
    HelpOption help = new HelpOption();

    RealmFolder realm(CommandEnvironment environment) throws RealmException {
        return realmOption.open(environment);
    }

    InstantSource clock(CommandEnvironment environment) {
        return InstantSource.offset(environment.clock(), clockOffset);
    }

    CredentialCache cache(RealmFolder realm, CommandEnvironment environment) throws CredentialCacheException {
        return CredentialCache.forRealm(realm, environment.variables(), environment.home());
    }

    /** Directs the trace to standard output, or to standard error beside JSON. */
    ClientSettings clientSettings(RealmFolder realm, CommandEnvironment environment, boolean json) {
        Terminal terminal = environment.terminal();
        Trace trace = verbose
                ? json ? traceTo(terminal.err(), TerminalStyle.PLAIN) : traceTo(terminal.out(), terminal.style())
                : Trace.NONE;
        return new ClientSettings(realm.config(), clock(environment), environment.randomness(), trace)
                .with(KdcVerifier.of(realm));
    }

    static Trace traceTo(PrintStream to, TerminalStyle style) {
        TraceFormatter formatter = new TraceFormatter(Party.CLIENT, style);
        return event -> formatter.lines(event).forEach(to::println);
    }
}
