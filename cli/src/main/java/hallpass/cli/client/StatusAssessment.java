package hallpass.cli.client;

import hallpass.cli.ErrorTable;
import hallpass.cli.HumanTime;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Unreachable;
import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Assesses the status of all servers. */
final class StatusAssessment {
    private final List<ServerStatus> statuses;
    private final Duration skew;

    /** @param skew the largest allowed difference between two clocks */
    StatusAssessment(List<ServerStatus> statuses, Duration skew) {
        this.statuses = List.copyOf(statuses);
        this.skew = skew;
    }

    ExitCode exit() {
        if (!statuses.stream().allMatch(ServerStatus::isReady)) {
            return ExitCode.UNAVAILABLE;
        }
        return withSkewedClocks().isEmpty() ? ExitCode.OK : ExitCode.CLOCK_SKEW;
    }

    /** One sentence for each problem. */
    List<String> problems() {
        List<String> sentences = new ArrayList<>();
        for (ServerStatus status : statuses) {
            if (status instanceof Unreachable unreachable) {
                sentences.add(ErrorTable.explain(unreachable.failure()).message());
            } else if (status instanceof Answered answered && !answered.isExpectedServer()) {
                sentences.add(answered.address() + " is not " + answered.party().id() + " but "
                        + PrintableText.escape(answered.reply().role()) + ": check the addresses in realm.toml");
            }
        }
        List<Answered> skewed = withSkewedClocks();
        if (skewed.size() > 1 && skewed.size() == answered().size()) {
            sentences.add(localClockProblem(skewed.get(0)));
        } else {
            skewed.forEach(answered -> sentences.add(serverClockProblem(answered)));
        }
        return sentences;
    }

    private List<Answered> answered() {
        return statuses.stream()
                .filter(Answered.class::isInstance)
                .map(Answered.class::cast)
                .toList();
    }

    private List<Answered> withSkewedClocks() {
        return answered().stream()
                .filter(answered -> answered.clockOffset().abs().compareTo(skew) > 0)
                .toList();
    }

    /** If all servers disagree with the local clock in the same way, the local clock is wrong. */
    private String localClockProblem(Answered one) {
        return "this machine's clock is " + HumanTime.format(one.clockOffset().abs())
                + (one.clockOffset().isNegative() ? " ahead of" : " behind") + " all servers, and "
                + HumanTime.format(skew) + " are allowed: correct it, or omit --clock-offset";
    }

    private String serverClockProblem(Answered answered) {
        return "the clock of " + answered.label() + " is "
                + HumanTime.format(answered.clockOffset().abs())
                + (answered.clockOffset().isNegative() ? " behind" : " ahead of") + " this machine's, and "
                + HumanTime.format(skew) + " are allowed: correct the wrong one";
    }
}
