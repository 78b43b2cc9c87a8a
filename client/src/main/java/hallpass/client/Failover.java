package hallpass.client;

import hallpass.message.Message;
import hallpass.net.Addresses;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent.Turned;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * One thing that is asked of one server, of which there may be several: the next one is asked when one cannot be reached,
 * does not answer soon, or says that it cannot serve now. Only the last one has all the time that a server has.
 */
final class Failover {
    /** What all but the last may take together: the last one's answer still comes within a second. */
    private static final Duration BEFORE_THE_LAST = Duration.ofMillis(700);

    private final Party server;
    private final ClientSetting setting;
    private final String who;
    private final String what;

    private Failover(Party server, ClientSetting setting, String who, String what) {
        this.server = server;
        this.setting = setting;
        this.who = who;
        this.what = what;
    }

    /**
     * @param who the name that asks
     * @param what what is asked for
     */
    static Failover to(Party server, ClientSetting setting, String who, String what) {
        return new Failover(server, setting, who, what);
    }

    /** What is asked of one of the servers. It begins anew each time: nothing that was sent is sent again to another. */
    interface Attempt<T> {
        T at(Errand errand) throws Failure;
    }

    /** A request, and the reply that came to it. */
    record Exchanged<Q extends Message, R extends Message>(Errand errand, Q request, R reply) {}

    /** Asks one thing, each time on a connection of its own. */
    <Q extends Message, R extends Message> Exchanged<Q, R> ask(Errand.Check<Q> request, Class<R> expected)
            throws Failure {
        return first(errand -> {
            Q made = errand.check(request);
            return new Exchanged<>(errand, made, errand.ask(made, expected));
        });
    }

    /** What the first one answers that does. */
    <T> T first(Attempt<T> attempt) throws Failure {
        return first(attempt, Failure::isElsewhereWorthATry);
    }

    /** The same for what must be done once: only as long as it is certain that nobody did it. */
    <T> T once(Attempt<T> attempt) throws Failure {
        return first(attempt, failure -> failure.isElsewhereWorthATry() && failure.isNothingDone());
    }

    private interface Judgement {
        boolean goOn(Failure failure);
    }

    private <T> T first(Attempt<T> attempt, Judgement judgement) throws Failure {
        List<InetSocketAddress> addresses = setting.replicas().of(server, setting.config());
        Iterator<InetSocketAddress> rest = addresses.iterator();
        InetSocketAddress address = rest.next();
        while (rest.hasNext()) {
            Errand errand = errand(address).within(BEFORE_THE_LAST.dividedBy(addresses.size() - 1L));
            try {
                return attempt(attempt, errand);
            } catch (Failure failure) {
                if (!judgement.goOn(failure)) {
                    throw failure;
                }
                address = rest.next();
                setting.trace().tell(new Turned(server, failure.obstacle(), Addresses.text(address)));
            }
        }
        return attempt(attempt, errand(address).afterOthers(addresses.size() - 1));
    }

    private Errand errand(InetSocketAddress address) {
        return Errand.to(server, address, setting, who, what);
    }

    private <T> T attempt(Attempt<T> attempt, Errand errand) throws Failure {
        try {
            T answer = attempt.at(errand);
            setting.replicas().answered(server, errand.address());
            return answer;
        } catch (Failure failure) {
            if (!failure.isElsewhereWorthATry()) {
                setting.replicas().answered(server, errand.address());
            }
            throw failure;
        }
    }
}
