package hallpass.client;

import hallpass.message.Message;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent.Refused;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.time.Instant;

/** One thing that is asked of one server. All that can go wrong with it becomes a {@link Failure} with a sentence. */
final class Errand {
    /** A server that is down is named within three seconds; a good one answers within milliseconds. */
    private static final Duration PATIENCE = Duration.ofMillis(2500);
    /** For a reply without which one does not know what was done. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(15);
    /** Connecting and answering together stay within two seconds. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

    private final ClientSetting setting;
    private final Matter matter;
    private final Duration patience;

    private Errand(ClientSetting setting, Matter matter, Duration patience) {
        this.setting = setting;
        this.matter = matter;
        this.patience = patience;
    }

    /**
     * @param who the name that asks
     * @param what what is asked for
     */
    static Errand to(Party server, ClientSetting setting, String who, String what) {
        return new Errand(setting, new Matter(server, setting.config().address(server), who, what), PATIENCE);
    }

    /** The same with more time for each reply. */
    Errand patiently() {
        return new Errand(setting, matter, LONG_PATIENCE);
    }

    /** The same with less. */
    Errand briefly() {
        return new Errand(setting, matter, SHORT_PATIENCE);
    }

    /** An answer, right or wrong, that comes to its end or throws. */
    interface Check<T> {
        T run(Occasion at) throws Refusal;
    }

    /** A connection for this errand; closed by whoever opened it. */
    MessageConnection open() throws Failure {
        try {
            Duration connecting = patience.compareTo(PATIENCE) < 0 ? patience : PATIENCE;
            return MessageConnection.open(matter.address(), connecting, patience);
        } catch (UnreachableException e) {
            throw Failure.unreachable(matter, String.valueOf(e.getMessage()));
        }
    }

    /** Asks on a connection that is open, perhaps by an earlier errand to the same server. */
    <R extends Message> R ask(MessageConnection connection, Message request, Class<R> expected) throws Failure {
        try {
            return connection.ask(request, expected, setting.trace());
        } catch (ErrorReply e) {
            throw Failure.refused(matter, e.error(), setting.clock().instant());
        } catch (DecodeException e) {
            throw Failure.unreadable(matter, e.problem());
        } catch (UnreachableException e) {
            throw Failure.unreachable(matter, String.valueOf(e.getMessage()));
        }
    }

    /** Asks on a connection of its own. */
    <R extends Message> R ask(Message request, Class<R> expected) throws Failure {
        try (MessageConnection connection = open()) {
            return ask(connection, request, expected);
        }
    }

    /** The server's address in words. */
    String where() {
        return matter.where();
    }

    /** Now, to the millisecond that times have on the wire. */
    Occasion now() {
        Instant now = Instant.ofEpochMilli(setting.clock().millis());
        return new Occasion(now, matter.where(), setting.trace());
    }

    /** Does what an exchange does with a request or a reply, now. */
    <T> T check(Check<T> check) throws Failure {
        return check(now(), check);
    }

    /** Does what an exchange does with a reply that came at that time. */
    <T> T check(Occasion at, Check<T> check) throws Failure {
        try {
            return check.run(at);
        } catch (Refusal refusal) {
            throw disbelieved(refusal, at);
        }
    }

    Failure disbelieved(Refusal refusal, Occasion at) {
        at.trace().tell(new Refused(refusal.code(), refusal.reason()));
        return Failure.ofOwnCheck(matter, refusal, at.now());
    }
}
