package hallpass.cli;

import hallpass.cli.admin.AppEnrolCommand;
import hallpass.cli.admin.AuditShowCommand;
import hallpass.cli.admin.AuditVerifyCommand;
import hallpass.cli.admin.CaCrlCommand;
import hallpass.cli.admin.CaIssueClientCommand;
import hallpass.cli.admin.CaListCommand;
import hallpass.cli.admin.CaRevokeCommand;
import hallpass.cli.admin.CaShowCommand;
import hallpass.cli.admin.KeysCommand;
import hallpass.cli.admin.RealmBackupCommand;
import hallpass.cli.admin.RealmInitCommand;
import hallpass.cli.admin.RealmMoveCommand;
import hallpass.cli.admin.RealmRekeyTgsCommand;
import hallpass.cli.admin.RealmRestoreCommand;
import hallpass.cli.admin.RealmRoutesCommand;
import hallpass.cli.admin.RealmUpgradeCommand;
import hallpass.cli.admin.ServiceAddCommand;
import hallpass.cli.admin.ServiceListCommand;
import hallpass.cli.admin.ServiceRekeyCommand;
import hallpass.cli.admin.UserAddCommand;
import hallpass.cli.admin.UserImportCommand;
import hallpass.cli.admin.UserListCommand;
import hallpass.cli.admin.UserRemoveCommand;
import hallpass.cli.client.DemoCommand;
import hallpass.cli.client.LoginCommand;
import hallpass.cli.client.LogoutCommand;
import hallpass.cli.client.PasswdCommand;
import hallpass.cli.client.PkiCrlCommand;
import hallpass.cli.client.PkiRegisterCommand;
import hallpass.cli.client.PkiRequestCommand;
import hallpass.cli.client.RequestCommand;
import hallpass.cli.client.StatusCommand;
import hallpass.cli.client.TicketsCommand;
import hallpass.cli.lab.AttackListCommand;
import hallpass.cli.lab.AttackMatrixCommand;
import hallpass.cli.lab.AttackRunCommand;
import hallpass.cli.lab.AttackShowCommand;
import hallpass.cli.lab.LabCheckCommand;
import hallpass.cli.lab.LabNewCommand;
import hallpass.cli.lab.LabPlayCommand;
import java.util.List;
import java.util.function.Function;

/** The table of all commands, in the order of the help text. A new command is a class and a row. */
final class CommandTable {
    static final List<CommandEntry> ENTRIES = List.of(
            single("login", environment -> new LoginCommand(environment)),
            single("tickets", environment -> new TicketsCommand(environment)),
            single("request", environment -> new RequestCommand(environment)),
            single("passwd", environment -> new PasswdCommand(environment)),
            single("logout", environment -> new LogoutCommand(environment)),
            group(
                    "pki",
                    "Use the PKI application server: register, send requests, get the CRL.",
                    List.of("hallpass pki register", "hallpass pki request memo"),
                    single("register", environment -> new PkiRegisterCommand(environment)),
                    single("request", environment -> new PkiRequestCommand(environment)),
                    single("crl", environment -> new PkiCrlCommand(environment))),
            single("status", environment -> new StatusCommand(environment)),
            single("demo", environment -> new DemoCommand(environment)),
            single(
                    "completion",
                    environment -> new CompletionCommand(environment, () -> HallpassCommand.commandLine(environment))),
            group(
                    "realm",
                    "Create a realm, and change it as a whole.",
                    List.of(),
                    single("init", environment -> new RealmInitCommand(environment)),
                    single("upgrade", environment -> new RealmUpgradeCommand(environment)),
                    single("backup", environment -> new RealmBackupCommand(environment)),
                    single("restore", environment -> new RealmRestoreCommand(environment)),
                    single("move", environment -> new RealmMoveCommand(environment)),
                    single("routes", environment -> new RealmRoutesCommand(environment)),
                    single("rekey-tgs", environment -> new RealmRekeyTgsCommand(environment))),
            group(
                    "user",
                    "Add, list and remove users of the KDC.",
                    List.of(),
                    single("add", environment -> new UserAddCommand(environment)),
                    single("import", environment -> new UserImportCommand(environment)),
                    single("list", environment -> new UserListCommand(environment)),
                    single("remove", environment -> new UserRemoveCommand(environment))),
            group(
                    "service",
                    "Add and list services of the KDC, and roll over their keys.",
                    List.of(),
                    single("add", environment -> new ServiceAddCommand(environment)),
                    single("list", environment -> new ServiceListCommand(environment)),
                    single("rekey", environment -> new ServiceRekeyCommand(environment))),
            single("keys", environment -> new KeysCommand(environment)),
            group(
                    "ca",
                    "List, show, issue and revoke certificates, and show the CRL.",
                    List.of(),
                    single("list", environment -> new CaListCommand(environment)),
                    single("show", environment -> new CaShowCommand(environment)),
                    single("issue-client", environment -> new CaIssueClientCommand(environment)),
                    single("revoke", environment -> new CaRevokeCommand(environment)),
                    single("crl", environment -> new CaCrlCommand(environment))),
            group(
                    "audit",
                    "Show and verify the audit logs.",
                    List.of(),
                    single("show", environment -> new AuditShowCommand(environment)),
                    single("verify", environment -> new AuditVerifyCommand(environment))),
            group(
                    "app",
                    "Make the application server enrol again.",
                    List.of(),
                    single("enrol", environment -> new AppEnrolCommand(environment))),
            group(
                    "attack",
                    "Attack a temporary realm and see which guard stops the attack.",
                    List.of(),
                    single("list", environment -> new AttackListCommand(environment)),
                    single("show", environment -> new AttackShowCommand(environment)),
                    single("run", environment -> new AttackRunCommand(environment)),
                    single("matrix", environment -> new AttackMatrixCommand(environment))),
            group(
                    "lab",
                    "Exercises: a realm for each student, and a check of the goals reached.",
                    List.of(),
                    single("new", environment -> new LabNewCommand(environment)),
                    single("play", environment -> new LabPlayCommand(environment)),
                    single("check", environment -> new LabCheckCommand(environment))));

    private CommandTable() {}

    private static CommandEntry single(String name, Function<CommandEnvironment, Object> factory) {
        return new CommandEntry.Single(name, factory);
    }

    private static CommandEntry group(String name, String description, List<String> examples, CommandEntry... entries) {
        return new CommandEntry.Group(name, description, examples, List.of(entries));
    }
}
