package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackPrincipals;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs attacks against realms with each set of guards, with all servers in this JVM. The attacks of
 * a column share a realm, except attacks with special settings and attacks that leave the realm
 * unusable.
 */
public final class MatrixRun {
    private final List<Attack> attacks;
    private final List<GuardSet> guardSets;
    private final LabConfig config;
    private final Optional<Long> seed;

    public MatrixRun(List<Attack> attacks, List<GuardSet> guardSets, Optional<Long> seed) {
        this.attacks = attacks;
        this.guardSets = guardSets;
        this.seed = seed;
        this.config = LabConfig.inProcess(TimeAndRandomness.system());
    }

    public static MatrixRun withAllGuardSets(List<Attack> attacks, Optional<Long> seed) {
        return new MatrixRun(attacks, GuardSet.all(), seed);
    }

    public int cellCount() {
        return attacks.size() * guardSets.size();
    }

    /**
     * Runs the columns in parallel, one per processor.
     *
     * @param progress receives each cell when it is done, on any thread
     * @throws ExecutionException if the lab failed, which is not an outcome
     */
    public AttackMatrix run(Consumer<MatrixCell> progress) throws InterruptedException, ExecutionException {
        ConcurrentLinkedQueue<MatrixCell> cells = new ConcurrentLinkedQueue<>();
        ExecutorService executor =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (GuardSet guardSet : guardSets) {
                running.add(executor.submit(() -> {
                    try (Column column = new Column(guardSet)) {
                        for (Attack attack : attacks) {
                            MatrixCell cell = new MatrixCell(attack, guardSet, column.outcome(attack));
                            cells.add(cell);
                            progress.accept(cell);
                        }
                    }
                    return guardSet;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
        return new AttackMatrix(attacks, guardSets, List.copyOf(cells));
    }

    /** One set of guards, and the realms that have it. */
    private final class Column implements AutoCloseable {
        private final GuardSet guardSet;
        private final LabConfig columnConfig;
        private final Map<Map<String, String>, Lab> labs = new HashMap<>();

        Column(GuardSet guardSet) {
            this.guardSet = guardSet;
            this.columnConfig =
                    config.withGuards(guardSet.guards()).withTimeAndRandomness(TimeAndRandomness.seeded(seed));
        }

        Outcome outcome(Attack attack) throws Exception {
            if (!attack.testedGuards().containsAll(guardSet.guards())
                    && guardSet.guards().size() == 1) {
                return Outcome.notTried("this guard does not concern the servers under attack");
            } else if (!attack.needsOwnRealm()) {
                return run(attack, lab(attack));
            }
            try (Lab ownLab = Lab.create(columnConfig.withSettings(attack.realmSettings(guardSet.guards())))) {
                return run(attack, ownLab);
            }
        }

        private Lab lab(Attack attack) throws Exception {
            Lab lab = labs.get(attack.realmSettings(guardSet.guards()));
            if (lab == null) {
                lab = Lab.create(columnConfig.withSettings(attack.realmSettings(guardSet.guards())));
                labs.put(attack.realmSettings(guardSet.guards()), lab);
            }
            return lab;
        }

        private Outcome run(Attack attack, Lab lab) throws Exception {
            try {
                lab.startServers(attack.servers());
                return attack.quickVariant()
                        .run(new AttackContext(lab, new AttackPrincipals(seed.orElse(0L)), Narration.SILENT));
            } catch (Exception e) {
                throw new IllegalStateException(attack.id() + " against " + guardSet.name() + " broke: " + e, e);
            }
        }

        @Override
        public void close() {
            labs.values().forEach(Lab::close);
        }
    }
}
