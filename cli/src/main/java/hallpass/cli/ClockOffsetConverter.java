package hallpass.cli;

import hallpass.config.DurationParser;
import hallpass.config.RealmException;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a clock offset, such as {@code +10m}. */
public final class ClockOffsetConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return DurationParser.parseOffset(text, InstantSource.system().instant());
        } catch (RealmException e) {
            throw new TypeConversionException(e.description());
        }
    }
}
