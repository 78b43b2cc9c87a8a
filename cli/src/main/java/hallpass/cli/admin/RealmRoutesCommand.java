package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.config.AdversaryAddresses;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.net.Addresses;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass realm routes}. */
@Command(
        name = "routes",
        description = "Route clients through the adversary or directly. Without an argument, show the routes.",
        footer = {
            "",
            "Commands use the new routes at once. The app server, a client of ca, uses them",
            "after a restart.",
            "",
            "Examples:",
            "  hallpass realm routes adversary",
            "  hallpass realm routes direct"
        })
public final class RealmRoutesCommand extends AdminCommand {
    /** Values of the parameter. The names appear in the help text and in the audit log. */
    enum RouteTarget {
        adversary,
        direct
    }

    @Parameters(arity = "0..1", paramLabel = "adversary|direct", description = "Through the adversary, or directly.")
    private Optional<RouteTarget> target = Optional.empty();

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "The adversary listens on N+1 to N+5 (default: ${DEFAULT-VALUE}).")
    private int basePort = AdversaryAddresses.DEFAULT_BASE_PORT;

    public RealmRoutesCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        RealmFolder folder = realm.open(environment);
        if (target.isPresent()) {
            setRoutes(target.get(), folder);
        }
        printRoutes(realm.open(environment).config());
        return 0;
    }

    private void setRoutes(RouteTarget chosen, RealmFolder folder) throws RealmException {
        Map<Party, List<InetSocketAddress>> routes =
                chosen == RouteTarget.adversary ? AdversaryAddresses.from(basePort, folder.config()) : Map.of();
        try (AdminAuditLog audit = openAudit(folder)) {
            folder.writeRoutes(routes);
            audit.record(audit.newEntry(AuditEvent.ROUTES_CHANGED).with("routes", chosen.name()));
        }
    }

    private void printRoutes(RealmConfig config) {
        for (Party server : Party.SERVERS) {
            String line = String.format(Locale.ROOT, "%-9s %s", server.id(), joined(config.routes(server)));
            terminal.printLine(
                    config.isRouted(server) ? line + ", instead of " + joined(config.addresses(server)) : line);
        }
    }

    private static String joined(List<InetSocketAddress> addresses) {
        return addresses.stream().map(Addresses::text).collect(Collectors.joining(" "));
    }
}
