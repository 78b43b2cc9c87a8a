package hallpass.cli;

import hallpass.config.NamePolicy;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.console.NextSteps;
import hallpass.message.PrincipalName;
import hallpass.trace.PrintableText;
import java.util.regex.Pattern;

/**
 * Parses names on the command line and checks them before anything is sent. A name may be followed
 * by {@code @} and the name of the realm (RFC 4120 §6).
 */
public final class NameArguments {
    private static final Pattern OTHER_REALM = Pattern.compile("[A-Z][A-Z0-9-]*(\\.[A-Z0-9-]+)+");

    private NameArguments() {}

    private interface Policy {
        PrincipalName apply(String typed) throws RealmException;
    }

    public static PrincipalName user(String argument, RealmConfig realm) throws CommandException {
        return parse(NamePolicy::userName, argument, realm);
    }

    public static PrincipalName service(String argument, RealmConfig realm) throws CommandException {
        return parse(NamePolicy::serviceName, argument, realm);
    }

    public static PrincipalName pki(String argument, RealmConfig realm) throws CommandException {
        return parse(NamePolicy::pkiName, argument, realm);
    }

    /**
     * The name without the realm. User names may contain {@code @} themselves, so that only a realm
     * name in capitals, as realm names are by convention, is taken for another realm.
     */
    public static String withoutRealm(String argument, RealmConfig realm) throws CommandException {
        int at = argument.lastIndexOf('@');
        if (at < 1) {
            return argument;
        }
        String named = argument.substring(at + 1);
        if (named.equalsIgnoreCase(realm.realm())) {
            return argument.substring(0, at);
        } else if (OTHER_REALM.matcher(named).matches()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    PrintableText.escape(argument) + " names the realm " + PrintableText.escape(named)
                            + ", and this realm is " + realm.realm(),
                    "use " + PrintableText.escape(argument.substring(0, at)) + ", or give the folder of the other realm"
                            + " with --realm");
        }
        return argument;
    }

    private static PrincipalName parse(Policy policy, String argument, RealmConfig realm) throws CommandException {
        String name = withoutRealm(argument, realm);
        try {
            return policy.apply(name);
        } catch (RealmException e) {
            throw new CommandException(ExitCode.USAGE, NextSteps.of(e));
        }
    }
}
