package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.DurationConverter;
import hallpass.cli.ErrorTable;
import hallpass.cli.JsonOption;
import hallpass.client.ClientSettings;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Unreachable;
import hallpass.client.StatusQuery;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.console.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass status}. */
@Command(
        name = "status",
        description = "Show the state, the response time and the clock of every server.",
        footer = {
            "",
            "The exit code is 5 if a server is unreachable or not ready, and 6 if a clock is wrong.",
            "",
            "Examples:",
            "  hallpass status",
            "  hallpass status --json",
            "  hallpass status --wait 60s"
        })
public final class StatusCommand implements Callable<Integer> {
    /** Short for the waiting user, and little load for the servers. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Repeat until all servers are ready, for at most this time, such as 60s.")
    private Duration maxWait = Duration.ZERO;

    public StatusCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        List<ServerStatus> all = queryUntilReady(new StatusQuery(settings));
        if (environment.terminal().isReaderGone()) {
            return ExitCode.OK.number();
        }
        if (json.requested) {
            json.print(toJson(all, realm), environment.terminal());
        } else {
            new StatusTable(all).lines().forEach(environment.terminal()::printLine);
        }
        StatusAssessment assessment = new StatusAssessment(all, realm.config().get(Setting.SKEW));
        assessment.problems().forEach(environment.terminal()::printError);
        return assessment.exit().number();
    }

    private List<ServerStatus> queryUntilReady(StatusQuery check) throws InterruptedException {
        Instant deadline = environment.clock().instant().plus(maxWait);
        List<ServerStatus> all = check.queryAll();
        while (!all.stream().allMatch(ServerStatus::isReady)
                && environment.clock().instant().isBefore(deadline)
                && environment.terminal().pause(POLL_INTERVAL)) {
            all = check.queryAll();
        }
        return all;
    }

    private static Map<String, Object> toJson(List<ServerStatus> all, RealmFolder realm) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("realm", realm.config().realm());
        answer.put("ready", all.stream().allMatch(ServerStatus::isReady));
        answer.put("servers", all.stream().map(StatusCommand::jsonEntry).toList());
        return answer;
    }

    private static Map<String, Object> jsonEntry(ServerStatus status) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("role", status.party().id());
        entry.put("replica", status.replica());
        entry.put("address", status.address());
        entry.put("ready", status.isReady());
        if (status instanceof Answered answered) {
            entry.put("answers_as", answered.reply().role());
            entry.put("name", answered.reply().name());
            entry.put("state", answered.reply().state());
            entry.put("profile", answered.reply().profile());
            entry.put("version", answered.reply().version());
            entry.put("remembered", answered.reply().replayCacheSize());
            entry.put("took_ms", answered.roundTripTime().toMillis());
            entry.put("clock_ahead_ms", answered.clockOffset().toMillis());
        } else if (status instanceof Unreachable unreachable) {
            entry.put("problem", ErrorTable.explain(unreachable.failure()).message());
        }
        return entry;
    }
}
