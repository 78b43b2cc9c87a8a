package hallpass.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A row of the {@link CommandTable}: a command, or a group of commands. */
sealed interface CommandEntry {
    String name();

    /** Builds the command; of a group, only the subcommand that the arguments ask for. */
    CommandLine build(CommandEnvironment environment, List<String> arguments);

    /**
     * A command whose class is loaded when it is built.
     *
     * @param factory a lambda expression: a constructor reference would load the class at once
     */
    record Single(String name, Function<CommandEnvironment, Object> factory) implements CommandEntry {
        @Override
        public CommandLine build(CommandEnvironment environment, List<String> arguments) {
            return new CommandLine(factory.apply(environment));
        }
    }

    /** A command that only has subcommands. */
    record Group(String name, String description, List<String> examples, List<CommandEntry> entries)
            implements CommandEntry {
        @Override
        public CommandLine build(CommandEnvironment environment, List<String> arguments) {
            CommandLine line = new CommandLine(new CommandGroup());
            CommandSpec spec = line.getCommandSpec().name(name);
            spec.usageMessage().description(description);
            if (!examples.isEmpty()) {
                spec.usageMessage().footer("%nExamples:%n  " + String.join("%n  ", examples));
            }
            addTo(line, entries, environment, arguments);
            return line;
        }
    }

    /**
     * Adds the command that the first argument names. Without such a command the parser has to list
     * or to suggest names, and all are added.
     */
    static void addTo(
            CommandLine parent, List<CommandEntry> entries, CommandEnvironment environment, List<String> arguments) {
        Optional<CommandEntry> wanted = entries.stream()
                .filter(entry -> arguments.stream().limit(1).anyMatch(entry.name()::equals))
                .findFirst();
        if (wanted.isPresent()) {
            CommandLine line = wanted.get().build(environment, arguments.subList(1, arguments.size()));
            parent.addSubcommand(wanted.get().name(), line);
        } else {
            entries.forEach(entry -> parent.addSubcommand(entry.name(), entry.build(environment, List.of())));
        }
    }
}
