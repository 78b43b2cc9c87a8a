package hallpass.it;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.message.PrincipalName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a harness knows of one user's key, outside of every server: what it sent, and what was acknowledged. */
final class KeyRecord {
    private final PrincipalName user;
    private String password;
    private int version;
    private int sent;
    private Optional<Sent> unsettled = Optional.empty();

    /** An update that left, and the version with which it was acknowledged, if it was. */
    private record Sent(String password, OptionalInt acknowledged) {}

    /** How an update ended that a server was killed over. */
    enum End {
        ACKNOWLEDGED,
        STORED_UNSAID,
        NOT_STORED
    }

    KeyRecord(PrincipalName user, String password) {
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
        return user.text() + ", password number " + ++sent;
    }

    /** To be told of an update that was acknowledged in peace. */
    void acknowledged(String next, int asVersion) {
        password = next;
        version = asVersion;
    }

    /** To be told of an update that a kill came over, as soon as nothing more can come back. */
    void sent(String next, OptionalInt acknowledged) {
        unsettled = Optional.of(new Sent(next, acknowledged));
    }

    /**
     * Holds the server to its word, and remembers which key is the good one.
     *
     * @param stored the version that the store has now
     * @param faults is told of every promise that was not kept
     */
    End settle(LabClient client, int stored, List<String> faults) {
        Sent update = unsettled.orElseThrow();
        List<String> broken = new ArrayList<>();
        boolean newWorks = works(client, update.password);
        boolean oldWorks = works(client, password);
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
        unsettled = Optional.empty();
        return update.acknowledged.isPresent() ? End.ACKNOWLEDGED : newWorks ? End.STORED_UNSAID : End.NOT_STORED;
    }

    /** A login that is refused, and nothing else, says that a key does not work. */
    private boolean works(LabClient client, String candidate) {
        return Patience.untilThereIsADatabase(() -> {
            try {
                client.login(user, candidate);
                return true;
            } catch (Failure failure) {
                if (failure.exit() == ExitCode.REFUSED) {
                    return false;
                }
                throw failure;
            }
        });
    }
}
