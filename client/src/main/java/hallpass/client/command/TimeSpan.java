package hallpass.client.command;

import hallpass.realm.RealmProblem;
import hallpass.realm.TimeText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time, such as {@code 60s}. */
final class TimeSpan implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return TimeText.span(text);
        } catch (RealmProblem e) {
            throw new TypeConversionException(e.sentence());
        }
    }
}
