package hallpass.runtime;

import hallpass.config.RealmException;
import hallpass.message.PrincipalName;
import hallpass.protocol.RequestHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The parts of one server that does not listen yet.
 *
 * @param name the server's principal name, or its name in its certificate
 * @param requestHandlers creates one handler for each connection
 * @param readiness condition for serving
 * @param replayCacheSize number of requests in the replay cache
 * @param resources closed in reverse order when the server stops
 */
public record ServerAssembly(
        PrincipalName name,
        Supplier<RequestHandler> requestHandlers,
        Readiness readiness,
        LongSupplier replayCacheSize,
        List<AutoCloseable> resources) {

    /** The condition under which a listening server can serve. */
    public interface Readiness {
        /**
         * Blocks until the condition holds.
         *
         * @param listener learns what the server is waiting for, whenever that changes
         */
        void await(ReadinessListener listener) throws InterruptedException, RealmException;

        /** Why the condition does not hold now; empty if it holds. It can fail at any time. */
        default Optional<String> problem() {
            return Optional.empty();
        }

        /** Both conditions, awaited in this order. */
        default Readiness then(Readiness next) {
            Readiness first = this;
            return new Readiness() {
                @Override
                public void await(ReadinessListener listener) throws InterruptedException, RealmException {
                    first.await(listener);
                    next.await(listener);
                }

                @Override
                public Optional<String> problem() {
                    return first.problem().or(next::problem);
                }
            };
        }

        /** The availability of an external dependency. */
        static Readiness of(Dependency dependency, Supplier<Optional<String>> problem) {
            return new Readiness() {
                @Override
                public void await(ReadinessListener listener) throws InterruptedException, RealmException {
                    dependency.await(listener::waitingFor);
                }

                @Override
                public Optional<String> problem() {
                    return problem.get();
                }
            };
        }

        /** No condition: the server can serve at once. */
        static Readiness none() {
            return listener -> {};
        }
    }

    /** An external system that may become available later. */
    public interface Dependency {
        /** @param listener receives the reasons of {@link ReadinessListener#waitingFor} */
        void await(Consumer<String> listener) throws InterruptedException, RealmException;
    }

    /** Receives changes of a server's readiness, before and after it first became ready. */
    public interface ReadinessListener {
        /** @param reason a sentence without its subject: {@code waits for ca on 127.0.0.1:8804} */
        void waitingFor(String reason);

        /**
         * The reason that {@link #waitingFor} gave last no longer applies.
         *
         * @param message a sentence without its subject
         */
        default void recovered(String message) {
            waitingFor(message);
        }
    }

    /** Assembles a server from its context. */
    public interface ServerFactory {
        ServerAssembly create(ServerContext context) throws RealmException;
    }
}
