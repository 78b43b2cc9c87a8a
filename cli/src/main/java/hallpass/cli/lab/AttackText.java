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

/** Attacks and guards in words, and back. */
final class AttackText {
    private AttackText() {}

    /** Such as {@code aead}; {@code no guard} where none stops it. */
    static String guards(Attack attack) {
        return attack.guards().isEmpty() ? "no guard" : names(attack.guards());
    }

    /** What a realm has, in few words. */
    static String describe(Set<Guard> guards) {
        return guards.size() == Guard.values().length ? "all guards" : names(guards);
    }

    static String names(Set<Guard> guards) {
        return guards.stream().sorted().map(Guard::id).collect(Collectors.joining(", "));
    }

    /**
     * @throws CommandException if there is no such attack
     */
    static Attack findAttack(String id) throws CommandException {
        return Attacks.find(id)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "there is no attack " + PrintableText.escape(id),
                        "these are: " + Attacks.all().stream().map(Attack::id).collect(Collectors.joining(", "))));
    }

    /**
     * Names with commas between them; {@code hardened} for all.
     *
     * @throws CommandException if one of them is no guard
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
                "these are, apart by commas without spaces: "
                        + EnumSet.allOf(Guard.class).stream().map(Guard::id).collect(Collectors.joining(", "))
                        + "; hardened is all of them");
    }
}
