package hallpass.cli.lab;

import hallpass.attack.Attack;
import hallpass.attack.Attacks;
import hallpass.cli.CommandException;
import hallpass.console.ExitCode;
import hallpass.protocol.Guard;
import hallpass.trace.PrintableText;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Formats and parses attack ids and guard names. */
final class AttackText {
    private AttackText() {}

    /** Comma-separated guards, or {@code no guard}. */
    static String guards(Attack attack) {
        return attack.guards().isEmpty() ? "no guard" : names(attack.guards());
    }

    /** The guards of a realm. */
    static String describe(Set<Guard> guards) {
        return guards.size() == Guard.values().length ? "all guards" : names(guards);
    }

    static String names(Set<Guard> guards) {
        return guards.stream().sorted().map(Guard::id).collect(Collectors.joining(", "));
    }

    /** @throws CommandException if the id is unknown */
    static Attack findAttack(String id) throws CommandException {
        return Attacks.find(id)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "there is no attack " + PrintableText.escape(id),
                        "use one of: " + Attacks.all().stream().map(Attack::id).collect(Collectors.joining(", "))));
    }

    /**
     * Parses comma-separated guards; {@code hardened} stands for all.
     *
     * @throws CommandException if a guard is unknown
     */
    static Set<Guard> guards(String text) throws CommandException {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        for (String name : text.split(",", -1)) {
            if (name.strip().equals("hardened")) {
                guards.addAll(EnumSet.allOf(Guard.class));
            } else if (!name.isBlank()) {
                guards.add(Guard.byId(name.strip()).orElseThrow(() -> unknownGuard(name.strip())));
            }
        }
        return guards;
    }

    private static CommandException unknownGuard(String name) {
        return new CommandException(
                ExitCode.USAGE,
                "there is no guard " + PrintableText.escape(name),
                "use a comma-separated list of: "
                        + EnumSet.allOf(Guard.class).stream().map(Guard::id).collect(Collectors.joining(", "))
                        + "; or hardened for all");
    }
}
