package hallpass.attack.lab;

import hallpass.net.ListenException;
import hallpass.pki.KeyPairSource;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.server.RunningServer;
import hallpass.server.Server;
import hallpass.server.ServerContext;
import hallpass.trace.Narrator;
import hallpass.trace.Party;
import hallpass.trace.Story;
import hallpass.trace.Style;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers in this JVM, put together as their mains do it, each with a clock of its own. */
final class ServersInProcess implements Servers {
    private final Path realm;
    private final Chance chance;
    private final KeyPairSource keyPairs;
    private final Map<Party, Running> running = new EnumMap<>(Party.class);

    /** @param chance what they make keys of, and what time it is */
    ServersInProcess(Path realm, Chance chance, KeyPairSource keyPairs) {
        this.realm = realm;
        this.chance = chance;
        this.keyPairs = keyPairs;
    }

    private record Running(RunningServer server, ShiftedClock clock, List<String> story) {}

    @Override
    public void start(Party party, Duration ahead) throws RealmProblem {
        ShiftedClock clock = new ShiftedClock(chance.serversClock());
        clock.setAhead(ahead);
        List<String> story = new CopyOnWriteArrayList<>();
        Story words = new Story(party, Style.PLAIN);
        Narrator narrator = events -> story.addAll(words.lines(events));
        ServerContext context = new ServerContext(
                        RealmFolder.open(realm), clock, chance.randomness(party.id()), narrator)
                .with(keyPairs);
        Server server = Assemblies.of(party).assemble(context);
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            running.put(party, new Running(RunningServer.start(party, anywhere, server, context), clock, story));
        } catch (ListenException e) {
            throw new RealmProblem(party.id() + " cannot listen: " + e.getMessage(), e);
        }
    }

    @Override
    public InetSocketAddress await(Party party) throws RealmProblem, InterruptedException {
        RunningServer server = running(party).server();
        server.awaitReady(what -> {});
        return server.address();
    }

    @Override
    public void setClock(Party party, Duration ahead) {
        running(party).clock().setAhead(ahead);
    }

    @Override
    public List<String> told(Party party) {
        return List.copyOf(running(party).story());
    }

    @Override
    public boolean isRunning(Party party) {
        return running.containsKey(party);
    }

    private Running running(Party party) {
        return Objects.requireNonNull(running.get(party), party + " was not started");
    }

    @Override
    public void close() {
        running.values().forEach(one -> one.server().close());
        running.clear();
    }
}
