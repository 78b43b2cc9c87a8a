package hallpass.ca;

import hallpass.protocol.UnavailableException;
import hallpass.server.Routine;
import hallpass.server.Server;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Looks often enough whether a new list is to be published, from the server's start to its end. */
final class RevocationListKeeper implements Server.Preparation, AutoCloseable {
    /** Revocations made by other processes are published within a second. */
    private static final Duration LOOK = Duration.ofMillis(400);

    private final CurrentRevocationList list;
    private final InstantSource clock;
    private volatile Optional<Routine> routine = Optional.empty();

    /** Used by the routine's own thread alone. */
    private String said = "";

    RevocationListKeeper(CurrentRevocationList list, InstantSource clock) {
        this.list = list;
        this.clock = clock;
    }

    @Override
    public void await(Server.Waiting waiting) throws InterruptedException {
        String told = "";
        for (Optional<String> obstacle = look(); obstacle.isPresent(); obstacle = look()) {
            if (!obstacle.get().equals(told)) {
                told = obstacle.get();
                waiting.waitsFor("waits, for its list of revoked certificates cannot be published: " + told);
            }
            Thread.sleep(LOOK.toMillis());
        }
        routine = Optional.of(Routine.start("revocation-list", () -> keep(waiting)));
    }

    private Duration keep(Server.Waiting waiting) {
        String obstacle = look().orElse("");
        if (!obstacle.equals(said)) {
            said = obstacle;
            tell(obstacle, waiting);
        }
        return LOOK;
    }

    private static void tell(String obstacle, Server.Waiting waiting) {
        if (obstacle.isEmpty()) {
            waiting.servesAgain("publishes its list of revoked certificates again");
        } else {
            waiting.waitsFor("ready, but its list of revoked certificates cannot be published: " + obstacle);
        }
    }

    /** What is in the way; empty if the newest list is published. */
    private Optional<String> look() {
        try {
            list.newest(clock.instant());
            return Optional.empty();
        } catch (UnavailableException e) {
            return Optional.of(e.sentence());
        }
    }

    @Override
    public void close() {
        routine.ifPresent(Routine::close);
    }
}
