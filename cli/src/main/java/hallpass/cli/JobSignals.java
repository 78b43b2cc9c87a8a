package hallpass.cli;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Handlers of SIGTSTP (Ctrl-Z) and SIGCONT ({@code fg}) while a prompt is open. The JDK has them in
 * {@code sun.misc}, which compiles with a warning only; hence the reflection. A JVM without them
 * stops and continues without the handlers.
 */
final class JobSignals implements AutoCloseable {
    private final List<Runnable> undo = new ArrayList<>();

    private JobSignals() {}

    /**
     * @param beforeStop runs before the process stops
     * @param afterContinue runs when it continues
     */
    static JobSignals handle(Runnable beforeStop, Runnable afterContinue) {
        JobSignals signals = new JobSignals();
        signals.handle("TSTP", () -> {
            beforeStop.run();
            stopThisProcess();
        });
        signals.handle("CONT", afterContinue);
        return signals;
    }

    private void handle(String name, Runnable action) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Method handle = signals.getMethod("handle", signals, handlers);
            Object signal = signals.getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    JobSignals.class.getClassLoader(), new Class<?>[] {handlers}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
                    });
            Object before = handle.invoke(null, signal, handler);
            undo.add(() -> set(handle, signal, before));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // This JVM has no such signals.
        }
    }

    private static void set(Method handle, Object signal, Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            // The process is ending.
        }
    }

    /** Stops as the default action of SIGTSTP would. The JDK sends itself no SIGSTOP. */
    private static void stopThisProcess() {
        try {
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "kill -STOP " + ProcessHandle.current().pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // The process does not stop.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
    }
}
