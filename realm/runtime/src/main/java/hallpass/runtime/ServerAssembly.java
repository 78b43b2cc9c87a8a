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
 * One server, put together and not yet listening.
 *
 * @param name its own name in its protocol
 * @param requestHandlers a new one for each connection
 * @param readiness what must happen before it is ready
 * @param replayCacheSize how many requests its replay cache holds
 * @param resources closed when it stops, the last first
 */
public record ServerAssembly(
        PrincipalName name,
        Supplier<RequestHandler> requestHandlers,
        Readiness readiness,
        LongSupplier replayCacheSize,
        List<AutoCloseable> resources) {

    /** What a server still needs when it already listens. */
    public interface Readiness {
        /**
         * Returns when the server can serve.
         *
         * @param listener to be told what is waited for, whenever that changes
         */
        void await(ReadinessListener listener) throws InterruptedException, RealmException;

        /** What it lacks at this moment, in the words of {@link ReadinessListener}: also after it was ready once. */
        default Optional<String> problem() {
            return Optional.empty();
        }

        /** First this, then another one. */
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

        /** Something that has to be there, and can go away again. */
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

        /** Nothing: the server can serve at once. */
        static Readiness none() {
            return listener -> {};
        }
    }

    /** Something that may come later. */
    public interface Dependency {
        /** @param listener to be told what is waited for, in the words of {@link ReadinessListener} */
        void await(Consumer<String> listener) throws InterruptedException, RealmException;
    }

    /** Is told what a server waits for, before and after it is ready. Until told otherwise, its status says so. */
    public interface ReadinessListener {
        /** @param reason one sentence without its subject, such as {@code waits for ca on 127.0.0.1:8804} */
        void waitingFor(String reason);

        /**
         * Told after the server was ready, when what {@link #waitingFor} said last is over.
         *
         * @param message one sentence without its subject
         */
        default void recovered(String message) {
            waitingFor(message);
        }
    }

    /** Puts a server together from its realm. */
    public interface ServerFactory {
        ServerAssembly create(ServerContext context) throws RealmException;
    }
}
