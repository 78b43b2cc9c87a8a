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

/** A student's realm: no guards, three accounts and a memo. */
public record ExerciseRealm(Exercise exercise, RealmFolder folder) {
    /**
     * Creates the realm folder.
     *
     * @param basePort the servers listen on the five ports after this one
     */
    public static ExerciseRealm create(Exercise exercise, Path path, int basePort, Randomness randomness)
            throws RealmException {
        // The KDC's own keys must not be predictable from the seed.
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

    public ExerciseProgress progress() throws RealmException {
        return ExerciseProgress.of(exercise, folder);
    }

    /** Logs the victim in and requests the list of notes, for the student to observe. */
    public void playVictim(ClientSettings settings) throws ClientException {
        KerberosClient client = new KerberosClient(settings);
        CachedToken token = client.requestToken(
                client.login(exercise.victim(), exercise.victimPassword()::toCharArray),
                settings.config().serviceName());
        client.request(token, "notes list");
    }
}
