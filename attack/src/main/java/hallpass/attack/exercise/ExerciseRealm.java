package hallpass.attack.exercise;

import hallpass.admin.NewUsers;
import hallpass.admin.RealmInitialization;
import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Trace;
import java.nio.file.Path;
import java.util.Map;

/** A student's realm: classic, with three accounts, and a memo of its own. */
public record ExerciseRealm(Exercise exercise, RealmFolder folder) {
    /**
     * Makes one.
     *
     * @param basePort as that of {@code hallpass realm init}
     */
    public static ExerciseRealm make(Exercise exercise, Path path, int basePort, Randomness randomness)
            throws RealmProblem {
        // What the KDC's own keys are made of nobody can know from the seed.
        RealmFolder folder = new RealmInitialization(exercise.opened(), randomness, Trace.NONE)
                .run(path, RealmTemplate.render(basePort, Map.of("resources.memo", exercise.memo())));
        try (PrincipalStore principals = RealmStores.of(folder).principals(randomness)) {
            NewUsers users = new NewUsers(principals, folder.config().profile(), randomness);
            Map<PrincipalName, String> accounts = Map.of(
                    exercise.victim(), exercise.victimsPassword(),
                    exercise.account(), exercise.accountsPassword(),
                    exercise.clerk(), exercise.clerksPassword());
            for (Map.Entry<PrincipalName, String> account : accounts.entrySet()) {
                users.add(account.getKey(), account.getValue().toCharArray(), exercise.opened());
            }
        }
        ExerciseFile.write(exercise, folder);
        return new ExerciseRealm(exercise, folder);
    }

    public static ExerciseRealm open(RealmFolder folder) throws RealmProblem {
        return new ExerciseRealm(ExerciseFile.read(folder), folder);
    }

    /** How far the student got. */
    public Progress progress() throws RealmProblem {
        return Progress.of(exercise, folder);
    }

    /** What the victim does all day: logs in, and asks for the list of notes. On the wires it can be heard. */
    public void victimsTurn(ClientSetting setting) throws Failure {
        KerberosClient client = new KerberosClient(setting);
        HeldToken token = client.token(
                client.login(exercise.victim(), exercise.victimsPassword()::toCharArray),
                setting.config().serviceName());
        client.request(token, "notes list");
    }
}
