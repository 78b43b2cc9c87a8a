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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/** One thing that is asked of one server. All that can go wrong with it becomes a {@link Failure} with a sentence. */
final class Errand {
    /** A server that is down is named within three seconds; a good one answers within milliseconds. */
    private static final Duration PATIENCE = Duration.ofMillis(2500);
    /** For a reply without which one does not know what was done. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(15);
    /** Connecting and answering together stay within two seconds. */
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(1500);

    private final ClientSetting setting;
    private final Matter matter;
    /** For a connection and the first reply on it, both together. */
    private final Duration patience;
    /** How many others were asked before. */
    private final int others;

    private Errand(ClientSetting setting, Matter matter, Duration patience, int others) {
        this.setting = setting;
        this.matter = matter;
        this.patience = patience;
        this.others = others;
    }

    /**
     * @param who the name that asks
     * @param what what is asked for
     */
    static Errand to(Party server, ClientSetting setting, String who, String what) {
        return to(server, setting.config().route(server), setting, who, what);
    }

    /** To one of several servers. */
    static Errand to(Party server, InetSocketAddress address, ClientSetting setting, String who, String what) {
        boolean routed = !setting.config().addresses(server).contains(address);
        return new Errand(setting, new Matter(server, address, who, what, routed), PATIENCE, 0);
    }

    /** The same with less time. */
    Errand briefly() {
        return within(SHORT_PATIENCE);
    }

    Errand within(Duration limit) {
        return new Errand(setting, matter, limit, others);
    }

    /** The same after so many others could not serve. */
    Errand afterOthers(int count) {
        return new Errand(setting, matter, patience, count);
    }

    /** An answer, right or wrong, that comes to its end or throws. */
    interface Check<T> {
        T run(Occasion at) throws Refusal;
    }

    /** A connection for this errand; closed by whoever opened it. */
    MessageConnection open() throws Failure {
        try {
            return MessageConnection.openBriefly(matter.address(), patience, PATIENCE);
        } catch (UnreachableException e) {
            throw Failure.unreachable(matter, e, others);
        }
    }

    /** The same with more time for replies, but not for the connection. */
    MessageConnection openPatiently() throws Failure {
        try {
            return MessageConnection.open(matter.address(), patience, LONG_PATIENCE);
        } catch (UnreachableException e) {
            throw Failure.unreachable(matter, e, others);
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
            throw Failure.unreachable(matter, e, others);
        }
    }

    /** Asks on a connection of its own. */
    <R extends Message> R ask(Message request, Class<R> expected) throws Failure {
        try (MessageConnection connection = open()) {
            return ask(connection, request, expected);
        }
    }

    InetSocketAddress address() {
        return matter.address();
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
