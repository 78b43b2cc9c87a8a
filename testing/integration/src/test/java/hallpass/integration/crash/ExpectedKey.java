package hallpass.integration.crash;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.console.ExitCode;
import hallpass.integration.harness.DatabaseOutages;
import hallpass.integration.harness.TestClient;
import hallpass.message.PrincipalName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A user's key updates, sent and acknowledged, recorded outside the servers. */
final class ExpectedKey {
    private final PrincipalName user;
    private String password;
    private int version;
    private int passwordCount;
    private Optional<UncertainUpdate> pending = Optional.empty();

    /** An update that a kill interrupted, and its acknowledged version, if any. */
    private record UncertainUpdate(String password, OptionalInt acknowledged) {}

    /** Outcome of an update that a kill interrupted. */
    enum KeyUpdateOutcome {
        ACKNOWLEDGED,
        STORED_UNACKNOWLEDGED,
        NOT_STORED
    }

    ExpectedKey(PrincipalName user, String password) {
        this.user = user;
        this.password = password;
        this.version = 1;
    }

    PrincipalName user() {
        return user;
    }

    /** The latest password that is known to work. */
    String password() {
        return password;
    }

    /** Returns a new password. */
    String nextPassword() {
        return user.text() + ", password number " + ++passwordCount;
    }

    /** Records an update that no kill interrupted. */
    void acknowledged(String next, int asVersion) {
        password = next;
        version = asVersion;
    }

    /** Records an interrupted update once no reply can arrive any more. */
    void interrupted(String next, OptionalInt acknowledged) {
        pending = Optional.of(new UncertainUpdate(next, acknowledged));
    }

    /**
     * Checks that exactly one key works, and that it is the new one if the update was acknowledged.
     *
     * @param stored the key version in the store
     * @param faults receives a description of every broken guarantee
     */
    KeyUpdateOutcome check(TestClient client, int stored, List<String> faults) {
        UncertainUpdate update = pending.orElseThrow();
        List<String> broken = new ArrayList<>();
        boolean newWorks = keyWorks(client, update.password);
        boolean oldWorks = keyWorks(client, password);
        if (newWorks == oldWorks) {
            broken.add(newWorks ? "both keys work" : "no key works");
        }
        if (update.acknowledged.isPresent() && !newWorks) {
            broken.add("was acknowledged and the new key does not work");
        }
        if (update.acknowledged.isPresent() && update.acknowledged.getAsInt() != stored) {
            broken.add("was acknowledged as version " + update.acknowledged.getAsInt());
        }
        if (stored != version + (newWorks ? 1 : 0)) {
            broken.add("had version " + version + " before");
        }
        broken.forEach(what -> faults.add(user + ", version " + stored + ": " + what));
        password = newWorks ? update.password : password;
        version = stored;
        pending = Optional.empty();
        return update.acknowledged.isPresent()
                ? KeyUpdateOutcome.ACKNOWLEDGED
                : newWorks ? KeyUpdateOutcome.STORED_UNACKNOWLEDGED : KeyUpdateOutcome.NOT_STORED;
    }

    /** Only a refused login shows that a key does not work. */
    private boolean keyWorks(TestClient client, String candidate) {
        return DatabaseOutages.retryWhileDatabaseIsDown(() -> {
            try {
                client.login(user, candidate);
                return true;
            } catch (ClientException failure) {
                if (ErrorTable.explain(failure).exit() == ExitCode.REFUSED) {
                    return false;
                }
                throw failure;
            }
        });
    }
}
