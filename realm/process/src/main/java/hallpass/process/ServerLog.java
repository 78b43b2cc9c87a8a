package hallpass.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log file of a server process, and the only configuration of Logback. */
final class ServerLog {
    /** With nine backups, at most 100 MB for each server. */
    private static final long MAX_BYTES = 10 * FileSize.MB_COEFFICIENT;

    private final LogStatusListener listener;

    private ServerLog(LogStatusListener listener) {
        this.listener = listener;
    }

    /**
     * Logs from level INFO to {@code file}, and continues if the file cannot be written.
     *
     * @param isRealmUnchanged whether the file still belongs to this process's realm
     * @param console receives the first problem with the file
     */
    static ServerLog open(Path file, BooleanSupplier isRealmUnchanged, Consumer<String> console) {
        return open(file, MAX_BYTES, isRealmUnchanged, console);
    }

    static ServerLog open(Path file, long maxBytes, Consumer<String> console) {
        return open(file, maxBytes, () -> true, console);
    }

    private static ServerLog open(
            Path file, long maxBytes, BooleanSupplier isRealmUnchanged, Consumer<String> console) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LogStatusListener listener = new LogStatusListener(file.toString(), console);
        context.getStatusManager().add(listener);
        PrivateFileAppender appender = new PrivateFileAppender(file, isRealmUnchanged);
        appender.setContext(context);
        appender.setEncoder(encoder(context));
        appender.setRollingPolicy(rollingPolicy(appender, context));
        appender.setTriggeringPolicy(triggeringPolicy(maxBytes, context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        // The connection pool logs each start and stop at level INFO.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
        return new ServerLog(listener);
    }

    /** Why the log cannot be written now; empty if it can. */
    Optional<String> problem() {
        return listener.problem();
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %logger{0} - %msg%n");
        encoder.start();
        return encoder;
    }

    private static NumberedRollingPolicy rollingPolicy(PrivateFileAppender appender, LoggerContext context) {
        NumberedRollingPolicy policy = new NumberedRollingPolicy();
        policy.setContext(context);
        policy.setParent(appender);
        policy.start();
        return policy;
    }

    private static SizeBasedTriggeringPolicy<ILoggingEvent> triggeringPolicy(long maxBytes, LoggerContext context) {
        SizeBasedTriggeringPolicy<ILoggingEvent> policy = new SizeBasedTriggeringPolicy<>();
        policy.setContext(context);
        policy.setMaxFileSize(new FileSize(maxBytes));
        // The default is one minute.
        policy.setCheckIncrement(Duration.buildByMilliseconds(100));
        policy.start();
        return policy;
    }
}
