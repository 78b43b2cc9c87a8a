package hallpass.server;

import hallpass.message.PrincipalName;
import hallpass.protocol.Conversation;
import hallpass.realm.RealmProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One server, put together and not yet listening.
 *
 * @param name its own name in its protocol
 * @param conversations a new one for each connection
 * @param preparation what must happen before it is ready
 * @param remembered how many requests its replay cache holds
 * @param resources closed when it stops, the last first
 */
public record Server(
        PrincipalName name,
        Supplier<Conversation> conversations,
        Preparation preparation,
        LongSupplier remembered,
        List<AutoCloseable> resources) {

    /** What a server still needs when it already listens. */
    public interface Preparation {
        /**
         * Returns when the server can serve.
         *
         * @param waiting to be told what is waited for, whenever that changes
         */
        void await(Waiting waiting) throws InterruptedException, RealmProblem;

        /** What it lacks at this moment, in the words of {@link Waiting}: also after it was ready once. */
        default Optional<String> lacks() {
            return Optional.empty();
        }

        /** First this, then another one. */
        default Preparation then(Preparation next) {
            Preparation first = this;
            return new Preparation() {
                @Override
                public void await(Waiting waiting) throws InterruptedException, RealmProblem {
                    first.await(waiting);
                    next.await(waiting);
                }

                @Override
                public Optional<String> lacks() {
                    return first.lacks().or(next::lacks);
                }
            };
        }

        /** Something that has to be there, and can go away again. */
        static Preparation of(Arrival arrival, Supplier<Optional<String>> lacks) {
            return new Preparation() {
                @Override
                public void await(Waiting waiting) throws InterruptedException, RealmProblem {
                    arrival.await(waiting::waitsFor);
                }

                @Override
                public Optional<String> lacks() {
                    return lacks.get();
                }
            };
        }

        /** Nothing: the server can serve at once. */
        static Preparation none() {
            return waiting -> {};
        }
    }

    /** Something that may come later. */
    public interface Arrival {
        /** @param waiting to be told what is waited for, in the words of {@link Waiting} */
        void await(Consumer<String> waiting) throws InterruptedException, RealmProblem;
    }

    /** Is told what a server waits for, before and after it is ready. Until told otherwise, its status says so. */
    public interface Waiting {
        /** @param what one sentence without its subject, such as {@code waits for ca on 127.0.0.1:8804} */
        void waitsFor(String what);

        /**
         * Told after the server was ready, when what {@link #waitsFor} said last is over.
         *
         * @param what one sentence without its subject
         */
        default void servesAgain(String what) {
            waitsFor(what);
        }
    }

    /** Puts a server together from its realm. */
    public interface Assembly {
        Server assemble(ServerContext context) throws RealmProblem;
    }
}
