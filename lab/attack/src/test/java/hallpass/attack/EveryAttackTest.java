package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import hallpass.config.RealmConfig;
import hallpass.trace.TerminalStyle;
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

/**
 * Properties of every attack in a realm without guards; {@link AttackMatrixTest} covers the guards.
 */
class EveryAttackTest {
    private static final LabConfig CONFIG = LabConfig.inProcess(TimeAndRandomness.seeded(Optional.of(1L)));
    private static final Map<Map<String, String>, Lab> LABS = new HashMap<>();

    @AfterAll
    static void close() {
        LABS.values().forEach(Lab::close);
    }

    private static Outcome run(Attack attack, Narration narration) throws Exception {
        if (attack.needsOwnRealm()) {
            try (Lab ownLab = Lab.create(CONFIG.withSettings(attack.realmSettings(Set.of())))) {
                return run(attack, narration, ownLab);
            }
        }
        Lab lab = LABS.get(attack.realmSettings(Set.of()));
        if (lab == null) {
            lab = Lab.create(CONFIG.withSettings(attack.realmSettings(Set.of())));
            LABS.put(attack.realmSettings(Set.of()), lab);
        }
        return run(attack, narration, lab);
    }

    private static Outcome run(Attack attack, Narration narration, Lab lab) throws Exception {
        lab.startServers(attack.servers());
        return attack.quickVariant().run(new AttackContext(lab, new AttackPrincipals(0), narration));
    }

    @TestFactory
    List<DynamicTest> succeedsWithOutputInEightyColumns() {
        return Attacks.all().stream()
                .map(attack -> DynamicTest.dynamicTest(attack.id(), () -> {
                    List<String> output = new ArrayList<>();
                    Outcome outcome = run(attack, new Narration(output::add, TerminalStyle.PLAIN));
                    assertThat(outcome.verdict()).as(outcome.evidence()).isEqualTo(Verdict.SUCCEEDED);
                    assertThat(output)
                            .hasSizeGreaterThan(2)
                            .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> negativeControlsFailAsExpected() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Attack attack : Attacks.all()) {
            for (Attack.NegativeControl negativeControl : attack.negativeControls()) {
                tests.add(DynamicTest.dynamicTest(attack.id() + ": " + negativeControl.reason(), () -> {
                    Outcome outcome = run(negativeControl.attack(), Narration.SILENT);
                    assertThat(outcome.summary()).as(outcome.evidence()).isEqualTo(negativeControl.expectedOutcome());
                }));
            }
        }
        return tests;
    }

    @Test
    void hasCompleteDescription() {
        assertThat(Attacks.all()).extracting(Attack::id).doesNotHaveDuplicates();
        assertThat(Attacks.all()).allSatisfy(attack -> {
            assertThat(attack.title()).hasSizeBetween(5, 32);
            assertThat(attack.description().idea()).hasSizeGreaterThan(100).endsWith(".");
            assertThat(attack.description().requirements()).isNotEmpty();
            assertThat(attack.description().references()).isNotEmpty();
            assertThat(attack.explanation(RealmConfig.defaults()))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(74));
        });
    }
}
