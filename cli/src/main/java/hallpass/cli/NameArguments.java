package hallpass.cli;

import hallpass.config.NamePolicy;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.console.NextSteps;
import hallpass.message.PrincipalName;

/** Parses names on the command line and checks them before anything is sent. */
public final class NameArguments {
    private NameArguments() {}

    private interface Policy {
        PrincipalName apply(String typed) throws RealmException;
    }

    public static PrincipalName user(String argument) throws CommandException {
        return parse(NamePolicy::userName, argument);
    }

    public static PrincipalName service(String argument) throws CommandException {
        return parse(NamePolicy::serviceName, argument);
    }

    public static PrincipalName pki(String argument) throws CommandException {
        return parse(NamePolicy::pkiName, argument);
    }

    private static PrincipalName parse(Policy policy, String argument) throws CommandException {
        try {
            return policy.apply(argument);
        } catch (RealmException e) {
            throw new CommandException(ExitCode.USAGE, NextSteps.of(e));
        }
    }
}
