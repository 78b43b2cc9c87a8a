package hallpass.config;

import hallpass.crypto.RsaEncryption;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.trace.PrintableText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parsers of setting values. An invalid text is a {@link RealmException} that states what is
 * allowed.
 */
final class SettingParsers {
    /** Lifetimes are u32 seconds on the wire. */
    private static final long MAX_SECONDS = 0xffff_ffffL;

    /**
     * The realm must fit the principal name {@code krbtgt/REALM} and the X.520 attribute
     * organizationName (at most 64 characters).
     */
    private static final Pattern REALM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,10})([smhd])");
    private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)]");
    static final int MAX_PORT = 65535;

    private SettingParsers() {}

    /** Parses the text of a value. */
    interface ValueParser<T> {
        T parse(String text) throws RealmException;
    }

    static String parseRealm(String text) throws RealmException {
        if (!REALM.matcher(text).matches()) {
            throw invalidValue(
                    text, "a valid realm name", "1 to 64 letters, digits, '.', '-' and '_', such as HALLPASS.TEST");
        }
        return text;
    }

    static Profile parseProfile(String text) throws RealmException {
        return Profile.byName(text)
                .orElseThrow(() -> unknownValue(
                        text, "a known profile", List.of(Profile.CLASSIC.toString(), Profile.HARDENED.toString())));
    }

    static Guard parseGuard(String text) throws RealmException {
        return Guard.byId(text)
                .orElseThrow(() -> unknownValue(
                        text,
                        "a known guard",
                        Arrays.stream(Guard.values()).map(Guard::id).toList()));
    }

    static RsaEncryption parseRsaEncryption(String text) throws RealmException {
        return Stream.of(RsaEncryption.OAEP, RsaEncryption.PKCS1)
                .filter(rsa -> rsa.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> invalidValue(text, "a known padding", RsaEncryption.OAEP + " or " + RsaEncryption.PKCS1));
    }

    static Duration parseDuration(String text) throws RealmException {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw invalidValue(text, "a valid duration", "a whole number with s, m, h or d, such as 10h, 5m or 86400s");
        }
        long seconds = Long.parseLong(parts.group(1)) * secondsIn(parts.group(2));
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw invalidValue(text, "in range", "1s to " + MAX_SECONDS + "s");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Port 0 selects a free port when the server starts; tests use it. */
    static InetSocketAddress parseAddress(String text) throws RealmException {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw invalidAddress(text);
        }
        int port = Integer.parseInt(parts.group(2));
        if (port > MAX_PORT) {
            throw invalidValue(
                    text, "a valid address", "a port from 1 to " + MAX_PORT + " (0 selects a free one, for tests)");
        }
        return new InetSocketAddress(parseHost(parts.group(1), text), port);
    }

    /** Accepts IP literals and localhost; never performs a DNS lookup. */
    private static InetAddress parseHost(String host, String text) throws RealmException {
        Matcher ipv6 = IPV6.matcher(host);
        try {
            if (host.equals("localhost")) {
                return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            } else if (IPV4.matcher(host).matches()) {
                return InetAddress.getByName(host);
            } else if (ipv6.matches()) {
                return InetAddress.getByName(ipv6.group(1));
            }
        } catch (UnknownHostException e) {
            throw invalidAddress(text);
        }
        throw invalidAddress(text);
    }

    private static long secondsIn(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
    }

    private static RealmException invalidAddress(String text) {
        return invalidValue(
                text,
                "a valid address",
                "an IP address or localhost, ':' and a port, such as 127.0.0.1:8801 or [::1]:8801");
    }

    /** As {@link #invalidValue}, with a list of all allowed values. */
    private static RealmException unknownValue(String text, String what, List<String> allowed) {
        String hint = ClosestWord.hint(text, allowed);
        return new RealmException(
                RealmError.INVALID_SETTING,
                text,
                "\"" + PrintableText.escape(text) + "\" is not " + what
                        + (hint.isEmpty() ? "; allowed: " : hint + " Allowed: ")
                        + String.join(allowed.size() == 2 ? " or " : ", ", allowed) + ".");
    }

    static RealmException invalidValue(String text, String what, String allowed) {
        return new RealmException(
                RealmError.INVALID_SETTING,
                text,
                "\"" + PrintableText.escape(text) + "\" is not " + what + "; allowed: " + allowed + ".");
    }
}
