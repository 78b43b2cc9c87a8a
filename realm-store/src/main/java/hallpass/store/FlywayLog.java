package hallpass.store;

import org.flywaydb.core.api.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flyway's log, with what it tells when all is well one level lower: nobody who makes a realm needs to read it. */
record FlywayLog(Logger logger) implements Log {
    FlywayLog(Class<?> source) {
        this(LoggerFactory.getLogger(source));
    }

    @Override
    public void debug(String message) {
        logger.trace(message);
    }

    @Override
    public void info(String message) {
        logger.debug(message);
    }

    @Override
    public void notice(String message) {
        logger.debug(message);
    }

    @Override
    public void warn(String message) {
        logger.warn(message);
    }

    @Override
    public void error(String message) {
        logger.error(message);
    }

    @Override
    public void error(String message, Exception failure) {
        logger.error(message, failure);
    }
}
