package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Cast;
import hallpass.attack.Outcome;
import hallpass.attack.Stage;
import hallpass.attack.Tale;
import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
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
 * Tries attacks on realms of each set of guards, with all servers in this JVM. Attacks of a column share one realm, unless
 * they need one that is made otherwise, or leave it useless.
 */
public final class MatrixRun {
    private final List<Attack> attacks;
    private final List<GuardSet> sets;
    private final LabPlan plan;
    private final Optional<Long> seed;

    public MatrixRun(List<Attack> attacks, List<GuardSet> sets, Optional<Long> seed) {
        this.attacks = attacks;
        this.sets = sets;
        this.seed = seed;
        this.plan = LabPlan.inProcess(Chance.real());
    }

    /** Of all cells. */
    public static MatrixRun whole(List<Attack> attacks, Optional<Long> seed) {
        return new MatrixRun(attacks, GuardSet.all(), seed);
    }

    public int cells() {
        return attacks.size() * sets.size();
    }

    /**
     * Columns are tried side by side, as many as there are processors.
     *
     * @param progress is told each cell as it comes, by any thread
     * @throws ExecutionException if a stage broke; that is no outcome
     */
    public Matrix run(Consumer<Cell> progress) throws InterruptedException, ExecutionException {
        ConcurrentLinkedQueue<Cell> cells = new ConcurrentLinkedQueue<>();
        ExecutorService columns =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (GuardSet set : sets) {
                running.add(columns.submit(() -> {
                    try (Column column = new Column(set)) {
                        for (Attack attack : attacks) {
                            Cell cell = new Cell(attack, set, column.outcome(attack));
                            cells.add(cell);
                            progress.accept(cell);
                        }
                    }
                    return set;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            columns.shutdownNow();
        }
        return new Matrix(attacks, sets, List.copyOf(cells));
    }

    /** One set of guards, and the realms that have it. */
    private final class Column implements AutoCloseable {
        private final GuardSet set;
        private final LabPlan columnPlan;
        private final Map<Map<String, String>, Lab> labs = new HashMap<>();

        Column(GuardSet set) {
            this.set = set;
            this.columnPlan = plan.with(set.guards()).with(Chance.of(seed));
        }

        Outcome outcome(Attack attack) throws Exception {
            if (!attack.triedAgainst().containsAll(set.guards()) && set.guards().size() == 1) {
                return Outcome.notTried("this guard is for the other door");
            } else if (!attack.spoilsItsRealm()) {
                return run(attack, lab(attack));
            }
            try (Lab own = Lab.make(columnPlan.with(attack.settings(set.guards())))) {
                return run(attack, own);
            }
        }

        private Lab lab(Attack attack) throws Exception {
            Lab lab = labs.get(attack.settings(set.guards()));
            if (lab == null) {
                lab = Lab.make(columnPlan.with(attack.settings(set.guards())));
                labs.put(attack.settings(set.guards()), lab);
            }
            return lab;
        }

        private Outcome run(Attack attack, Lab lab) throws Exception {
            try {
                lab.serve(attack.servers());
                return attack.brief().run(new Stage(lab, new Cast(seed.orElse(0L)), Tale.UNTOLD));
            } catch (Exception e) {
                throw new IllegalStateException(attack.id() + " against " + set.name() + " broke: " + e, e);
            }
        }

        @Override
        public void close() {
            labs.values().forEach(Lab::close);
        }
    }
}
