package hallpass.client.command;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.message.PrincipalName;
import hallpass.realm.NamePolicy;
import hallpass.realm.RealmProblem;

/** Names as they are typed, held against the realm's rules before anything is sent. */
public final class Names {
    private Names() {}

    private interface Rule {
        PrincipalName apply(String typed) throws RealmProblem;
    }

    public static PrincipalName user(String typed) throws Failure {
        return checked(NamePolicy::user, typed);
    }

    public static PrincipalName service(String typed) throws Failure {
        return checked(NamePolicy::service, typed);
    }

    public static PrincipalName pki(String typed) throws Failure {
        return checked(NamePolicy::pki, typed);
    }

    private static PrincipalName checked(Rule rule, String typed) throws Failure {
        try {
            return rule.apply(typed);
        } catch (RealmProblem e) {
            throw new Failure(ExitCode.USAGE, e.sentence());
        }
    }
}
