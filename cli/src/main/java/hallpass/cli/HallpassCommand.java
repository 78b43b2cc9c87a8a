package hallpass.cli;

import hallpass.cli.admin.AppCommand;
import hallpass.cli.admin.AppEnrolCommand;
import hallpass.cli.admin.AuditCommand;
import hallpass.cli.admin.AuditShowCommand;
import hallpass.cli.admin.AuditVerifyCommand;
import hallpass.cli.admin.CaCommand;
import hallpass.cli.admin.CaCrlCommand;
import hallpass.cli.admin.CaIssueClientCommand;
import hallpass.cli.admin.CaListCommand;
import hallpass.cli.admin.CaRevokeCommand;
import hallpass.cli.admin.CaShowCommand;
import hallpass.cli.admin.KeysCommand;
import hallpass.cli.admin.RealmCommand;
import hallpass.cli.admin.RealmInitCommand;
import hallpass.cli.admin.RealmMoveCommand;
import hallpass.cli.admin.RealmRekeyTgsCommand;
import hallpass.cli.admin.RealmRoutesCommand;
import hallpass.cli.admin.RealmUpgradeCommand;
import hallpass.cli.admin.ServiceAddCommand;
import hallpass.cli.admin.ServiceCommand;
import hallpass.cli.admin.ServiceListCommand;
import hallpass.cli.admin.ServiceRekeyCommand;
import hallpass.cli.admin.UserAddCommand;
import hallpass.cli.admin.UserCommand;
import hallpass.cli.admin.UserListCommand;
import hallpass.cli.admin.UserRemoveCommand;
import hallpass.cli.client.ClientCommands;
import hallpass.cli.lab.AttackCommand;
import hallpass.cli.lab.AttackListCommand;
import hallpass.cli.lab.AttackMatrixCommand;
import hallpass.cli.lab.AttackRunCommand;
import hallpass.cli.lab.AttackShowCommand;
import hallpass.cli.lab.LabCheckCommand;
import hallpass.cli.lab.LabCommand;
import hallpass.cli.lab.LabNewCommand;
import hallpass.cli.lab.LabPlayCommand;
import hallpass.config.Version;
import hallpass.console.LibrarySettings;
import hallpass.store.SqliteNativeLibrary;
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
public final class HallpassCommand {
    @Mixin
    HelpOption help = new HelpOption();

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    private HallpassCommand() {}

    public static void main(String... args) {
        LibrarySettings.applySilentLogging();
        LibrarySettings.applyNetty();
        SqliteNativeLibrary.unpackedFolder()
                .ifPresent(
                        folder -> LibrarySettings.setDefault(SqliteNativeLibrary.FOLDER_PROPERTY, folder.toString()));
        System.exit(commandLine(CommandEnvironment.ofProcess()).execute(args));
    }

    /** The whole tree of commands. */
    public static CommandLine commandLine(CommandEnvironment environment) {
        CommandLine line = new CommandLine(new HallpassCommand());
        line.getCommandSpec().version(Version.banner());
        ClientCommands.create(environment).forEach(line::addSubcommand);
        line.addSubcommand(new CommandLine(new RealmCommand())
                .addSubcommand(new RealmInitCommand(environment))
                .addSubcommand(new RealmUpgradeCommand(environment))
                .addSubcommand(new RealmMoveCommand(environment))
                .addSubcommand(new RealmRoutesCommand(environment))
                .addSubcommand(new RealmRekeyTgsCommand(environment)));
        line.addSubcommand(new CommandLine(new UserCommand())
                .addSubcommand(new UserAddCommand(environment))
                .addSubcommand(new UserListCommand(environment))
                .addSubcommand(new UserRemoveCommand(environment)));
        line.addSubcommand(new CommandLine(new ServiceCommand())
                .addSubcommand(new ServiceAddCommand(environment))
                .addSubcommand(new ServiceListCommand(environment))
                .addSubcommand(new ServiceRekeyCommand(environment)));
        line.addSubcommand(new KeysCommand(environment));
        line.addSubcommand(new CommandLine(new CaCommand())
                .addSubcommand(new CaListCommand(environment))
                .addSubcommand(new CaShowCommand(environment))
                .addSubcommand(new CaIssueClientCommand(environment))
                .addSubcommand(new CaRevokeCommand(environment))
                .addSubcommand(new CaCrlCommand(environment)));
        line.addSubcommand(new CommandLine(new AuditCommand())
                .addSubcommand(new AuditShowCommand(environment))
                .addSubcommand(new AuditVerifyCommand(environment)));
        line.addSubcommand(new CommandLine(new AppCommand()).addSubcommand(new AppEnrolCommand(environment)));
        line.addSubcommand(new CommandLine(new AttackCommand())
                .addSubcommand(new AttackListCommand(environment))
                .addSubcommand(new AttackShowCommand(environment))
                .addSubcommand(new AttackRunCommand(environment))
                .addSubcommand(new AttackMatrixCommand(environment)));
        line.addSubcommand(new CommandLine(new LabCommand())
                .addSubcommand(new LabNewCommand(environment))
                .addSubcommand(new LabPlayCommand(environment))
                .addSubcommand(new LabCheckCommand(environment)));
        ClientCommands.configure(line, environment);
        return line;
    }
}
