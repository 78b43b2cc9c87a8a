package hallpass.attack;

import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.attack.lab.Lab;
import hallpass.trace.Party;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the servers of a lab tell on their consoles, piece by piece. */
final class Stories {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Before what a server sends. */
    private static final String REPLIED = " | -> ";

    private final Lab lab;
    private final Map<Party, Integer> told = new EnumMap<>(Party.class);
    private final Map<Party, Integer> heardWhenTold = new EnumMap<>(Party.class);

    Stories(Lab lab) {
        this.lab = lab;
    }

    /** From here on nothing was told yet. */
    void forget() {
        for (Party party : Party.SERVERS) {
            heardWhenTold.put(party, lab.adversary().recording().newest());
            told.put(party, lab.told(party).size());
        }
    }

    /** What a server told since this was asked last. Its words may come after its reply: they are waited for, a little. */
    List<String> since(Party party) throws InterruptedException {
        long replies = repliesSinceItTold(party);
        Waiting.until(
                () -> rest(party).stream()
                                .filter(line -> line.contains(REPLIED))
                                .count()
                        >= replies,
                PATIENCE);
        List<String> lines = rest(party);
        told.merge(party, lines.size(), Integer::sum);
        return lines;
    }

    private long repliesSinceItTold(Party party) {
        int seen = heardWhenTold.getOrDefault(party, 0);
        List<Passing> all = lab.adversary().recording().all();
        heardWhenTold.put(party, all.isEmpty() ? seen : all.get(all.size() - 1).number());
        return all.stream()
                .filter(passing -> passing.number() > seen && passing.connection() != Passing.OWN)
                .filter(passing -> passing.server() == party && passing.direction() == Direction.TO_CLIENT)
                .count();
    }

    private List<String> rest(Party party) {
        List<String> all = lab.told(party);
        return all.subList(Math.min(told.getOrDefault(party, 0), all.size()), all.size());
    }
}
