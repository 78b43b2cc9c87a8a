package hallpass.admin;

import hallpass.client.command.ClientCommands;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.realm.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code hallpass} command: what a user types, and what whoever runs a realm types. */
@Command(
        name = "hallpass",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {"A Kerberos and PKI realm that you can run, watch, break and test against.", ""},
        footer = {"", "Start a realm: hallpass realm init. Help for a command: hallpass COMMAND --help."})
public final class Hallpass {
    @Mixin
    HelpOption help = new HelpOption();

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    private Hallpass() {}

    public static void main(String... args) {
        System.exit(commandLine(Environment.ofProcess()).execute(args));
    }

    /** The whole tree of commands, but for those of attacks, which another jar has. */
    public static CommandLine commandLine(Environment environment) {
        CommandLine line = new CommandLine(new Hallpass());
        line.getCommandSpec().version(Version.line());
        ClientCommands.all(environment).forEach(line::addSubcommand);
        line.addSubcommand(new CommandLine(new RealmCommand())
                .addSubcommand(new RealmInitCommand(environment))
                .addSubcommand(new RealmUpgradeCommand(environment))
                .addSubcommand(new RealmMoveCommand(environment))
                .addSubcommand(new RealmRoutesCommand(environment))
                .addSubcommand(new TgsRekeyCommand(environment)));
        line.addSubcommand(new CommandLine(new UserCommand())
                .addSubcommand(new UserAddCommand(environment))
                .addSubcommand(new UserListCommand(environment))
                .addSubcommand(new UserRemoveCommand(environment)));
        line.addSubcommand(new CommandLine(new ServiceCommand())
                .addSubcommand(new ServiceAddCommand(environment))
                .addSubcommand(new ServiceListCommand(environment))
                .addSubcommand(new ServiceRekeyCommand(environment)));
        line.addSubcommand(new KeysCommand(environment));
        line.addSubcommand(new CommandLine(new AuthorityCommand())
                .addSubcommand(new CertificateListCommand(environment))
                .addSubcommand(new CertificateShowCommand(environment))
                .addSubcommand(new ClientIssueCommand(environment))
                .addSubcommand(new CertificateRevokeCommand(environment))
                .addSubcommand(new RevocationListCommand(environment)));
        line.addSubcommand(new CommandLine(new AuditCommand())
                .addSubcommand(new AuditShowCommand(environment))
                .addSubcommand(new AuditVerifyCommand(environment)));
        line.addSubcommand(new CommandLine(new AppCommand()).addSubcommand(new AppEnrolCommand(environment)));
        line.addSubcommand(InAttackJar.named("attack", "Break a throw-away realm, and see which guard stops it."));
        line.addSubcommand(
                InAttackJar.named("lab", "Exercises: a realm for each student, and how far they got in breaking it."));
        ClientCommands.configure(line, environment);
        return line;
    }
}
