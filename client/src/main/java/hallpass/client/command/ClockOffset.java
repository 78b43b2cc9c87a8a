package hallpass.client.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads how wrong a clock shall be: a sign and a length of time, such as {@code +10m}. */
final class ClockOffset implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (text.startsWith("-")) {
            return TimeSpan.read(text.substring(1)).negated();
        }
        return TimeSpan.read(text.startsWith("+") ? text.substring(1) : text);
    }
}
