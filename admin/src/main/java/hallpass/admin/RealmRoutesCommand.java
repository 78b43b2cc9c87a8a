package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.command.Environment;
import hallpass.net.Addresses;
import hallpass.realm.AdversaryPlaces;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass realm routes}. */
@Command(
        name = "routes",
        description = "Send those who ask the servers through the adversary, or straight again; or show their ways.",
        footer = {
            "",
            "Who asks from now on goes there: every command, and app, which asks ca, once it is started again.",
            "",
            "Examples:",
            "  hallpass realm routes adversary",
            "  hallpass realm routes direct"
        })
final class RealmRoutesCommand extends AdminCommand {
    /** The ways that there are. */
    enum Way {
        adversary,
        direct
    }

    @Parameters(arity = "0..1", paramLabel = "adversary|direct", description = "Through the adversary, or straight.")
    private Optional<Way> way = Optional.empty();

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "The adversary listens on N+1 to N+5 (default: ${DEFAULT-VALUE}).")
    private int basePort = AdversaryPlaces.DEFAULT_BASE_PORT;

    RealmRoutesCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        RealmFolder folder = realm.open(environment);
        if (way.isPresent()) {
            lead(way.get(), folder);
        }
        show(realm.open(environment).config());
        return 0;
    }

    private void lead(Way chosen, RealmFolder folder) throws RealmProblem {
        Map<Party, List<InetSocketAddress>> routes =
                chosen == Way.adversary ? AdversaryPlaces.from(basePort, folder.config()) : Map.of();
        try (AdminAudit audit = audit(folder)) {
            folder.writeRoutes(routes);
            audit.done(audit.entry(AuditEvent.ROUTES_CHANGED).with("routes", chosen.name()));
        }
    }

    private void show(RealmConfig config) {
        for (Party server : Party.SERVERS) {
            String line = "%-9s %s".formatted(server.id(), text(config.routes(server)));
            terminal.line(
                    config.isRouted(server) ? line + ", which should lead to " + text(config.addresses(server)) : line);
        }
    }

    private static String text(List<InetSocketAddress> addresses) {
        return addresses.stream().map(Addresses::text).collect(Collectors.joining(" "));
    }
}
