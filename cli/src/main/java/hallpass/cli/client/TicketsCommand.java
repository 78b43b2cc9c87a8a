package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.HumanTime;
import hallpass.cli.JsonOption;
import hallpass.client.credential.CachedCredential;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.Credentials;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.trace.DisplayWidth;
import hallpass.trace.PrintableText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass tickets}. */
@Command(
        name = "tickets",
        description = "List your ticket, tokens and sessions, with their expiry times.",
        footer = {
            "",
            "The exit code is 4 if none of them is valid.",
            "",
            "Examples:",
            "  hallpass tickets",
            "  hallpass tickets --json"
        })
public final class TicketsCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    public TicketsCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        CredentialCache cache = options.cache(realm, environment);
        Credentials credentials = cache.read();
        Instant now = options.clock(environment).instant();
        List<CachedCredential> held = list(credentials);
        if (json.requested) {
            json.print(toJson(held, realm, cache, now), environment.terminal());
        } else if (held.isEmpty()) {
            throw CommandException.notLoggedIn();
        } else {
            held.forEach(credential -> environment.terminal().printLine(line(credential, now)));
        }
        boolean valid = held.stream().anyMatch(credential -> credential.isValidAt(now));
        return (valid ? ExitCode.OK : ExitCode.NOT_LOGGED_IN).number();
    }

    private static List<CachedCredential> list(Credentials credentials) {
        List<CachedCredential> held = new ArrayList<>();
        credentials.ticket().ifPresent(held::add);
        held.addAll(credentials.tokens());
        held.addAll(credentials.sessions());
        return held;
    }

    private static String line(CachedCredential credential, Instant now) {
        String end = credential.isValidAt(now)
                ? "ends " + HumanTime.format(credential.expiresAt()) + " ("
                        + HumanTime.format(Duration.between(now, credential.expiresAt())) + ")"
                : "ended " + HumanTime.format(credential.expiresAt());
        return DisplayWidth.pad(kind(credential), 7) + " "
                + DisplayWidth.pad(PrintableText.escape(credential.client().text()), 11) + " "
                + DisplayWidth.pad(PrintableText.escape(credential.server().text()), 21) + " " + end;
    }

    private static String kind(CachedCredential credential) {
        if (credential instanceof CachedTicket) {
            return "ticket";
        } else if (credential instanceof CachedToken) {
            return "token";
        } else if (credential instanceof CachedSession) {
            return "session";
        }
        throw new AssertionError(credential.getClass());
    }

    private static Map<String, Object> toJson(
            List<CachedCredential> held, RealmFolder realm, CredentialCache cache, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("realm", realm.config().realm());
        answer.put("cache", cache.file().toString());
        answer.put(
                "held",
                held.stream().map(credential -> jsonEntry(credential, now)).toList());
        return answer;
    }

    private static Map<String, Object> jsonEntry(CachedCredential credential, Instant now) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", kind(credential));
        entry.put("client", credential.client().text());
        entry.put("server", credential.server().text());
        entry.put("since", credential.issuedAt().toString());
        entry.put("until", credential.expiresAt().toString());
        entry.put("good", credential.isValidAt(now));
        return entry;
    }
}
