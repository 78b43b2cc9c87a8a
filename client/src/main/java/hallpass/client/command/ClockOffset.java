package hallpass.client.command;

import hallpass.realm.RealmProblem;
import hallpass.realm.TimeText;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how wrong a clock shall be, such as {@code +10m}. */
final class ClockOffset implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return TimeText.offset(text, InstantSource.system().instant());
        } catch (RealmProblem e) {
            throw new TypeConversionException(e.sentence());
        }
    }
}
