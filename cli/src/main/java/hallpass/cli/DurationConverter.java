package hallpass.cli;

import hallpass.config.DurationParser;
import hallpass.config.RealmException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a duration, such as {@code 60s}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return DurationParser.parse(text);
        } catch (RealmException e) {
            throw new TypeConversionException(e.description());
        }
    }
}
