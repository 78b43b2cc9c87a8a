package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Silent;
import hallpass.client.StatusCheck;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass status}. */
@Command(
        name = "status",
        description = "Ask all servers how they are: which answer, how fast, their clocks and what they wait for.",
        footer = {
            "",
            "The exit code is 5 if one is down or cannot serve yet, and 6 if a clock is too far off.",
            "",
            "Examples:",
            "  hallpass status",
            "  hallpass status --json",
            "  hallpass status --wait 60s"
        })
final class StatusCommand implements Callable<Integer> {
    /** Soon enough for whoever waits, and next to nothing for the servers. In milliseconds. */
    private static final long BETWEEN_QUESTIONS = 100;

    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Ask again until all are ready, for at most this long, such as 60s.")
    private Duration patience = Duration.ZERO;

    StatusCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws RealmProblem, InterruptedException {
        RealmFolder realm = options.realm(environment);
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        List<ServerStatus> all = ask(new StatusCheck(setting));
        if (json.wanted) {
            json.print(answer(all, realm), environment.terminal());
        } else {
            new StatusTable(all).lines().forEach(environment.terminal()::line);
        }
        StatusVerdict verdict = new StatusVerdict(all, realm.config().skew());
        verdict.complaints().forEach(environment.terminal()::error);
        return verdict.exit().number();
    }

    private List<ServerStatus> ask(StatusCheck check) throws InterruptedException {
        Instant end = environment.clock().instant().plus(patience);
        List<ServerStatus> all = check.run();
        while (!all.stream().allMatch(ServerStatus::isReady)
                && environment.clock().instant().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_QUESTIONS);
            all = check.run();
        }
        return all;
    }

    private static Map<String, Object> answer(List<ServerStatus> all, RealmFolder realm) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("realm", realm.config().realm());
        answer.put("ready", all.stream().allMatch(ServerStatus::isReady));
        answer.put("servers", all.stream().map(StatusCommand::entry).toList());
        return answer;
    }

    private static Map<String, Object> entry(ServerStatus status) {
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
            entry.put("remembered", answered.reply().remembered());
            entry.put("took_ms", answered.took().toMillis());
            entry.put("clock_ahead_ms", answered.ahead().toMillis());
        } else if (status instanceof Silent silent) {
            entry.put("problem", silent.failure().sentence());
        }
        return entry;
    }
}
