package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.cli.ProgressBar;
import hallpass.cli.admin.ImportFile.BadLine;
import hallpass.cli.admin.ImportFile.ImportedUser;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.TextFiles;
import hallpass.console.ExitCode;
import hallpass.crypto.BadPasswordException;
import hallpass.crypto.PasswordProfile;
import hallpass.message.AuditEvent;
import hallpass.message.PrincipalName;
import hallpass.provisioning.KdcPrincipals;
import hallpass.provisioning.UserProvisioner;
import hallpass.provisioning.UserProvisioner.NewUser;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.trace.AuditField;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hallpass user import}. */
@Command(
        name = "import",
        description = "Add the users in a file: all of them, or none if a line is wrong.",
        footer = {
            "",
            "The file is CSV with the header name,password, or has one JSON object on each line:",
            "  {\"name\": \"alice\", \"password\": \"correct horse\"}",
            "",
            "Examples:",
            "  hallpass user import users.csv",
            "  generate-users | hallpass user import -"
        })
public final class UserImportCommand extends AdminCommand {
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "The file, in UTF-8; - is standard input.")
    private String file = "";

    public UserImportCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        ImportFile imported = ImportFile.parse(read());
        try (PrincipalStore principals = KdcPrincipals.open(folder, environment.randomness())) {
            List<BadLine> badLines = new ArrayList<>(imported.badLines());
            Map<PrincipalName, ImportedUser> users = validate(imported, folder, principals, badLines);
            if (!badLines.isEmpty()) {
                return report(badLines);
            } else if (users.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE, shownFile() + " contains no user", "write the header name,password, and users");
            }
            add(users, folder, principals);
        }
        return 0;
    }

    private String read() throws CommandException, RealmException {
        try {
            if (file.equals("-")) {
                return decode(terminal.in());
            }
            Path path = Path.of(file);
            if (!Files.exists(path) || Files.isRegularFile(path)) {
                return TextFiles.read(path, MAX_BYTES);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return decode(in);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.LOCAL_FILES, shownFile() + " cannot be read", "give a CSV file, or - for standard input");
        }
    }

    private String decode(InputStream in) throws IOException, CommandException, RealmException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw new CommandException(
                    ExitCode.USAGE, shownFile() + " is longer than " + MAX_BYTES + " bytes", "split it");
        }
        return TextFiles.decode(content, shownFile());
    }

    private String shownFile() {
        return file.equals("-") ? "standard input" : PrintableText.escape(file);
    }

    private static Map<PrincipalName, ImportedUser> validate(
            ImportFile imported, RealmFolder folder, PrincipalStore principals, List<BadLine> badLines) {
        Set<PrincipalName> existing = principals.list().stream()
                .filter(entry -> entry.removedAt().isEmpty())
                .map(PrincipalEntry::name)
                .collect(Collectors.toSet());
        Map<PrincipalName, ImportedUser> users = new LinkedHashMap<>();
        for (ImportedUser user : imported.users()) {
            try {
                PrincipalName name = NameArguments.user(user.name(), folder.config());
                requirePassword(user);
                ImportedUser other = users.putIfAbsent(name, user);
                if (other != null) {
                    badLines.add(new BadLine(user.line(), name + " is already in line " + other.line()));
                } else if (existing.contains(name)) {
                    badLines.add(new BadLine(user.line(), "the realm already has a user or service " + name));
                }
            } catch (CommandException e) {
                badLines.add(new BadLine(user.line(), e.explanation().message()));
            }
        }
        return users;
    }

    private static void requirePassword(ImportedUser user) throws CommandException {
        try {
            Arrays.fill(PasswordProfile.enforce(user.password().toCharArray()), '\0');
        } catch (BadPasswordException e) {
            throw new CommandException(ExitCode.USAGE, e.problem(), "use another password");
        }
    }

    private int report(List<BadLine> badLines) {
        badLines.stream()
                .sorted(Comparator.comparingInt(BadLine::line))
                .forEach(bad -> terminal.printError(shownFile() + ", line " + bad.line() + ": " + bad.problem()));
        terminal.printError("no user was added: correct " + (badLines.size() == 1 ? "this line" : "these lines")
                + " and import the file again");
        return ExitCode.USAGE.number();
    }

    private void add(Map<PrincipalName, ImportedUser> users, RealmFolder folder, PrincipalStore principals)
            throws RealmException {
        UserProvisioner provisioner =
                new UserProvisioner(principals, folder.config().profile(), environment.randomness());
        List<NewUser> newUsers = deriveKeys(users, provisioner);
        try (AdminAuditLog audit = openAudit(folder)) {
            Instant now = environment.now();
            Map<PrincipalName, Integer> versions = new HashMap<>(provisioner.addAll(newUsers, now));
            for (NewUser user : newUsers) {
                audit.record(audit.newEntry(AuditEvent.USER_ADDED)
                        .with(AuditField.CLIENT, user.name())
                        .with(AuditField.KEY_VERSION, versions.getOrDefault(user.name(), 1)));
            }
        }
        terminal.printLine("Added " + newUsers.size() + (newUsers.size() == 1 ? " user." : " users."));
        if (!file.equals("-")) {
            terminal.printLine("Remove " + shownFile() + ": it contains passwords.");
        }
    }

    /** Slow in a hardened realm: a third of a second for each user. */
    private List<NewUser> deriveKeys(Map<PrincipalName, ImportedUser> users, UserProvisioner provisioner)
            throws RealmException {
        try (ProgressBar progress = new ProgressBar(users.size(), terminal)) {
            List<NewUser> derived = new ArrayList<>();
            for (Map.Entry<PrincipalName, ImportedUser> user : users.entrySet()) {
                char[] password = user.getValue().password().toCharArray();
                derived.add(new NewUser(user.getKey(), provisioner.deriveKey(password)));
                Arrays.fill(password, '\0');
                progress.advance(PrintableText.escape(user.getKey().text()));
            }
            return derived;
        }
    }
}
