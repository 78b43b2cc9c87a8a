package hallpass.attack;

import hallpass.config.RealmConfig;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An attack on a realm. {@link hallpass.attack.catalogue} has one file for each. */
public interface Attack {
    AttackDescription description();

    default String id() {
        return description().id();
    }

    default String title() {
        return description().title();
    }

    /** The guards that stop the attack; empty if none does. */
    default Set<Guard> guards() {
        return description().defences().guards();
    }

    /** Limits of the guards and other remarks. */
    default List<String> remarks() {
        return List.of();
    }

    /** The guards that can change the outcome; a matrix skips the others. */
    default Set<Guard> testedGuards() {
        return ServerGroups.guardsOf(servers());
    }

    /**
     * Explains with byte offsets and lengths, for the names of the given realm, why the attack
     * works.
     */
    default List<String> explanation(RealmConfig realm) {
        return List.of();
    }

    /** The servers that the attack needs. */
    default Set<Party> servers() {
        return ServerGroups.KERBEROS;
    }

    /**
     * Settings in {@code realm.toml} that the attack needs. An attack with settings gets its own
     * realm.
     *
     * @param guards the guards of the realm, which may rule out a setting
     */
    default Map<String, String> realmSettings(Set<Guard> guards) {
        return Map.of();
    }

    /** The settings of a realm without guards, as lines of {@code realm.toml}. */
    default List<String> realmSettingLines() {
        return realmSettings(Set.of()).entrySet().stream()
                .map(setting -> setting.getKey() + " = \"" + setting.getValue() + '"')
                .sorted()
                .toList();
    }

    /** A variant that takes a second or two, for the matrix; {@link #remarks} say what it omits. */
    default Attack quickVariant() {
        return this;
    }

    /** Whether the realm is unusable for other attacks afterwards. */
    default boolean needsOwnRealm() {
        return false;
    }

    /** Variants that must fail, which shows that the explanation is correct. */
    default List<NegativeControl> negativeControls() {
        return List.of();
    }

    /** Runs the attack. A refusal is an outcome; an exception means that the lab is broken. */
    Outcome run(AttackContext context) throws Exception;

    /**
     * A variant of an attack that must fail.
     *
     * @param reason why it must fail
     * @param expectedOutcome the outcome, in the notation of {@link Outcome#summary}
     */
    record NegativeControl(String reason, Attack attack, String expectedOutcome) {}
}
