package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.realm.RealmConfig;
import hallpass.trace.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is true of every attack, whatever it does, in a classic realm. {@code MatrixTest} has the guards. */
class EveryAttackTest {
    private static final LabPlan PLAN = LabPlan.inProcess(Chance.of(Optional.of(1L)));
    private static final Map<Map<String, String>, Lab> LABS = new HashMap<>();

    @AfterAll
    static void close() {
        LABS.values().forEach(Lab::close);
    }

    private static Outcome run(Attack attack, Tale tale) throws Exception {
        if (attack.spoilsItsRealm()) {
            try (Lab own = Lab.make(PLAN.with(attack.settings(Set.of())))) {
                return run(attack, tale, own);
            }
        }
        Lab lab = LABS.get(attack.settings(Set.of()));
        if (lab == null) {
            lab = Lab.make(PLAN.with(attack.settings(Set.of())));
            LABS.put(attack.settings(Set.of()), lab);
        }
        return run(attack, tale, lab);
    }

    private static Outcome run(Attack attack, Tale tale, Lab lab) throws Exception {
        lab.serve(attack.servers());
        return attack.brief().run(new Stage(lab, new Cast(0), tale));
    }

    @TestFactory
    List<DynamicTest> tellsInEightyColumnsHowItSucceeds() {
        return Attacks.all().stream()
                .map(attack -> DynamicTest.dynamicTest(attack.id(), () -> {
                    List<String> told = new ArrayList<>();
                    Outcome outcome = run(attack, new Tale(told::add, Style.PLAIN));
                    assertThat(outcome.verdict()).as(outcome.evidence()).isEqualTo(Verdict.SUCCEEDED);
                    assertThat(told)
                            .hasSizeGreaterThan(2)
                            .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> failsAsPredictedWhereItMust() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Attack attack : Attacks.all()) {
            for (Attack.Control control : attack.controls()) {
                tests.add(DynamicTest.dynamicTest(attack.id() + ": " + control.why(), () -> {
                    Outcome outcome = run(control.attack(), Tale.UNTOLD);
                    assertThat(outcome.cell()).as(outcome.evidence()).isEqualTo(control.predicted());
                }));
            }
        }
        return tests;
    }

    @Test
    void hasACardThatSaysAll() {
        assertThat(Attacks.all()).extracting(Attack::id).doesNotHaveDuplicates();
        assertThat(Attacks.all()).allSatisfy(attack -> {
            assertThat(attack.title()).hasSizeBetween(5, 32);
            assertThat(attack.card().idea()).hasSizeGreaterThan(100).endsWith(".");
            assertThat(attack.card().needs()).isNotEmpty();
            assertThat(attack.card().sources()).isNotEmpty();
            assertThat(attack.arithmetic(RealmConfig.defaults()))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(74));
        });
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Path root;
        try (Lab lab = Lab.make(PLAN)) {
            root = lab.folder().root();
            assertThat(root).exists();
        }
        assertThat(Files.exists(root.getParent())).isFalse();
    }
}
