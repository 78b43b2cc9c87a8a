package hallpass.attack;

import hallpass.config.RealmConfig;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One way to make a realm do what it should not. Each is one file in {@link hallpass.attack.catalogue}. */
public interface Attack {
    /** What there is to say of it before it is tried. */
    AttackDescription description();

    default String id() {
        return description().id();
    }

    default String title() {
        return description().title();
    }

    /** Each of these stops it; empty if nothing does. */
    default Set<Guard> guards() {
        return description().defences().guards();
    }

    /** What is true of it besides, such as what a guard against it does not do. */
    default List<String> remarks() {
        return List.of();
    }

    /** The guards that it is tried against one by one; elsewhere trying would teach nothing, or not work. */
    default Set<Guard> testedGuards() {
        return ServerGroups.guardsOf(servers());
    }

    /** Why it works, in numbers: offsets and lengths, with the names of this realm. */
    default List<String> explanation(RealmConfig realm) {
        return List.of();
    }

    /** The servers that it takes. */
    default Set<Party> servers() {
        return ServerGroups.KERBEROS;
    }

    /**
     * What its realm must have otherwise in {@code realm.toml}; with any, it gets a realm of its own.
     *
     * @param guards that the realm has, which may not allow it
     */
    default Map<String, String> realmSettings(Set<Guard> guards) {
        return Map.of();
    }

    /** The same in words, as it stands in {@code realm.toml} where there is no guard. */
    default List<String> realmSettingLines() {
        return realmSettings(Set.of()).entrySet().stream()
                .map(setting -> setting.getKey() + " = \"" + setting.getValue() + '"')
                .sorted()
                .toList();
    }

    /** The same attack in a second or two, for those who try it against each guard; {@link #remarks} say what is left out. */
    default Attack quickVariant() {
        return this;
    }

    /** Whether it leaves a realm behind that is of no use to others. */
    default boolean needsOwnRealm() {
        return false;
    }

    /** The same attack where it must fail: what shows that the arithmetic is right. */
    default List<NegativeControl> negativeControls() {
        return List.of();
    }

    /** Tries it. What can be refused is an outcome; an exception means that the stage is broken. */
    Outcome run(AttackContext context) throws Exception;

    /**
     * An attack under circumstances in which it must fail.
     *
     * @param reason they make it fail
     * @param expectedOutcome the outcome, as {@link Outcome#summary} says it
     */
    record NegativeControl(String reason, Attack attack, String expectedOutcome) {}
}
