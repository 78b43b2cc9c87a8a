package hallpass.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's own log: one file, set up here and nowhere else. */
final class ServerLog {
    private ServerLog() {}

    /** Sends everything that is logged, from INFO on, to {@code file}. */
    static void open(Path file) throws RealmProblem {
        if (!Files.exists(file)) {
            // Made by us, so that it has our mode whatever the umask is.
            PrivateFiles.writeNew(file, new byte[0]);
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %logger{0} - %msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        // The connection pool tells of every start and stop of its own.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
    }
}
