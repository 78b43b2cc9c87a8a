package hallpass.integration.crash;

import hallpass.client.ClientException;
import hallpass.client.ExitCode;
import hallpass.integration.harness.TestClient;
import hallpass.integration.harness.Timeouts;
import hallpass.message.PrincipalName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a harness knows of one user's key, outside of every server: what it sent, and what was acknowledged. */
final class ExpectedKey {
    private final PrincipalName user;
    private String password;
    private int version;
    private int passwordCount;
    private Optional<UncertainUpdate> pending = Optional.empty();

    /** An update that left, and the version with which it was acknowledged, if it was. */
    private record UncertainUpdate(String password, OptionalInt acknowledged) {}

    /** How an update ended that a server was killed over. */
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

    /** The newest that is known to be good. */
    String password() {
        return password;
    }

    /** A password that this user never had. */
    String nextPassword() {
        return user.text() + ", password number " + ++passwordCount;
    }

    /** To be told of an update that was acknowledged in peace. */
    void acknowledged(String next, int asVersion) {
        password = next;
        version = asVersion;
    }

    /** To be told of an update that a kill came over, as soon as nothing more can come back. */
    void interrupted(String next, OptionalInt acknowledged) {
        pending = Optional.of(new UncertainUpdate(next, acknowledged));
    }

    /**
     * Holds the server to its word, and remembers which key is the good one.
     *
     * @param stored the version that the store has now
     * @param faults is told of every promise that was not kept
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
            broken.add("was acknowledged, and the new key does not work");
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

    /** A login that is refused, and nothing else, says that a key does not work. */
    private boolean keyWorks(TestClient client, String candidate) {
        return Timeouts.retryWhileDatabaseIsDown(() -> {
            try {
                client.login(user, candidate);
                return true;
            } catch (ClientException failure) {
                if (failure.exit() == ExitCode.REFUSED) {
                    return false;
                }
                throw failure;
            }
        });
    }
}
