package hallpass.client.command;

import hallpass.client.Clocks;
import hallpass.client.ExitCode;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Silent;
import hallpass.trace.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a realm's servers, if anything. */
final class StatusVerdict {
    private final List<ServerStatus> all;
    private final Duration skew;

    /** @param skew how far two clocks may be apart */
    StatusVerdict(List<ServerStatus> all, Duration skew) {
        this.all = List.copyOf(all);
        this.skew = skew;
    }

    ExitCode exit() {
        if (!all.stream().allMatch(ServerStatus::isReady)) {
            return ExitCode.UNAVAILABLE;
        }
        return clocksOff().isEmpty() ? ExitCode.OK : ExitCode.CLOCK;
    }

    /** A sentence for each thing that is wrong. */
    List<String> complaints() {
        List<String> sentences = new ArrayList<>();
        for (ServerStatus status : all) {
            if (status instanceof Silent silent) {
                sentences.add(silent.failure().sentence());
            } else if (status instanceof Answered answered && !answered.isWho()) {
                sentences.add(answered.address() + " is not " + answered.party().id() + " but "
                        + Printable.of(answered.reply().role()) + ": check the addresses in realm.toml");
            }
        }
        List<Answered> off = clocksOff();
        if (off.size() > 1 && off.size() == answered().size()) {
            sentences.add(ownClock(off.get(0)));
        } else {
            off.forEach(answered -> sentences.add(itsClock(answered)));
        }
        return sentences;
    }

    private List<Answered> answered() {
        return all.stream()
                .filter(Answered.class::isInstance)
                .map(Answered.class::cast)
                .toList();
    }

    private List<Answered> clocksOff() {
        return answered().stream()
                .filter(answered -> answered.ahead().abs().compareTo(skew) > 0)
                .toList();
    }

    /** Several servers rarely go wrong alike. */
    private String ownClock(Answered one) {
        return "this machine's clock is " + Clocks.shown(one.ahead().abs())
                + (one.ahead().isNegative() ? " ahead of" : " behind") + " all the servers', where "
                + Clocks.shown(skew) + " would be allowed: set it right, or leave out --clock-offset";
    }

    private String itsClock(Answered answered) {
        return "the clock of " + answered.label() + " is "
                + Clocks.shown(answered.ahead().abs())
                + (answered.ahead().isNegative() ? " behind" : " ahead of") + " this machine's, where "
                + Clocks.shown(skew) + " would be allowed: set the wrong one right";
    }
}
