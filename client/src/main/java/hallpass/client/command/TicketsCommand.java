package hallpass.client.command;

import hallpass.client.Clocks;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.Held;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.credential.Wallet;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
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
        description = "Show what you hold: the ticket, tokens and sessions, and until when.",
        footer = {
            "",
            "The exit code is 4 if nothing that you hold is good (any more).",
            "",
            "Examples:",
            "  hallpass tickets",
            "  hallpass tickets --json"
        })
final class TicketsCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    TicketsCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        CredentialCache cache = options.cache(realm, environment);
        Wallet wallet = cache.read();
        Instant now = options.clock(environment).instant();
        List<Held> held = held(wallet);
        if (json.wanted) {
            json.print(answer(held, realm, cache, now), environment.terminal());
        } else if (held.isEmpty()) {
            throw Failure.notLoggedIn();
        } else {
            held.forEach(one -> environment.terminal().line(line(one, now)));
        }
        boolean good = held.stream().anyMatch(one -> one.isGoodAt(now));
        return (good ? ExitCode.OK : ExitCode.NOT_LOGGED_IN).number();
    }

    private static List<Held> held(Wallet wallet) {
        List<Held> held = new ArrayList<>();
        wallet.ticket().ifPresent(held::add);
        held.addAll(wallet.tokens());
        held.addAll(wallet.sessions());
        return held;
    }

    private static String line(Held held, Instant now) {
        String end = held.isGoodAt(now)
                ? "ends " + Clocks.shown(held.expiresAt()) + " ("
                        + Clocks.shown(Duration.between(now, held.expiresAt())) + ")"
                : "ended " + Clocks.shown(held.expiresAt());
        return "%-7s %-11s %-21s %s"
                .formatted(
                        kind(held),
                        Printable.of(held.client().text()),
                        Printable.of(held.server().text()),
                        end);
    }

    private static String kind(Held held) {
        if (held instanceof HeldTicket) {
            return "ticket";
        } else if (held instanceof HeldToken) {
            return "token";
        } else if (held instanceof HeldSession) {
            return "session";
        }
        throw new AssertionError(held.getClass());
    }

    private static Map<String, Object> answer(List<Held> held, RealmFolder realm, CredentialCache cache, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("realm", realm.config().realm());
        answer.put("cache", cache.file().toString());
        answer.put("held", held.stream().map(one -> entry(one, now)).toList());
        return answer;
    }

    private static Map<String, Object> entry(Held held, Instant now) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", kind(held));
        entry.put("client", held.client().text());
        entry.put("server", held.server().text());
        entry.put("since", held.issuedAt().toString());
        entry.put("until", held.expiresAt().toString());
        entry.put("good", held.isGoodAt(now));
        return entry;
    }
}
