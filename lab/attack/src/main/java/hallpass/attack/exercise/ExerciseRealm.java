package hallpass.attack.exercise;

import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedToken;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.provisioning.RealmInitializer;
import hallpass.provisioning.UserProvisioner;
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
    public static ExerciseRealm create(Exercise exercise, Path path, int basePort, Randomness randomness)
            throws RealmException {
        // What the KDC's own keys are made of nobody can know from the seed.
        RealmFolder folder = new RealmInitializer(exercise.openedAt(), randomness, Trace.NONE)
                .create(path, RealmTemplate.render(basePort, Map.of("resources.memo", exercise.memo())));
        try (PrincipalStore principals = RealmStores.of(folder).principals(randomness)) {
            UserProvisioner users =
                    new UserProvisioner(principals, folder.config().profile(), randomness);
            Map<PrincipalName, String> accounts = Map.of(
                    exercise.victim(), exercise.victimPassword(),
                    exercise.studentAccount(), exercise.studentPassword(),
                    exercise.weakUser(), exercise.weakPassword());
            for (Map.Entry<PrincipalName, String> account : accounts.entrySet()) {
                users.add(account.getKey(), account.getValue().toCharArray(), exercise.openedAt());
            }
        }
        ExerciseFile.write(exercise, folder);
        return new ExerciseRealm(exercise, folder);
    }

    public static ExerciseRealm open(RealmFolder folder) throws RealmException {
        return new ExerciseRealm(ExerciseFile.read(folder), folder);
    }

    /** How far the student got. */
    public ExerciseProgress progress() throws RealmException {
        return ExerciseProgress.of(exercise, folder);
    }

    /** What the victim does all day: logs in, and asks for the list of notes. On the wires it can be heard. */
    public void playVictim(ClientSettings settings) throws ClientException {
        KerberosClient client = new KerberosClient(settings);
        CachedToken token = client.requestToken(
                client.login(exercise.victim(), exercise.victimPassword()::toCharArray),
                settings.config().serviceName());
        client.request(token, "notes list");
    }
}
