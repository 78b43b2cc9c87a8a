package hallpass.attack.exercise;

import hallpass.attack.AttackPrincipals;
import hallpass.crypto.Sha256;
import hallpass.message.PrincipalName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * One student's realm: who lives there, and since when it counts. Names and passwords are the same for the same student and
 * seed, and others for others.
 *
 * @param student as they are called, such as {@code ada}
 * @param seed the course's own number
 * @param openedAt what the audit logs tell of before is none of the student's doing
 */
public record Exercise(String student, long seed, Instant openedAt) {
    private static final List<String> LONG_NAMES =
            List.of("administrator", "superintendent", "vice-chancellor", "registrar.office");
    private static final List<String> WEAK_USERS = List.of("amelie", "boris", "carmen", "dmitri", "esther", "farid");
    /** Of those that every list of passwords begins with. */
    private static final List<String> WEAK_PASSWORDS =
            List.of("dragon", "letmein", "sunshine", "princess", "football", "trustno1", "monkey", "iloveyou");

    private static final List<String> TARGET_SERVERS = List.of("ID-Payroll", "ID-Archive", "ID-Library", "ID-Registry");

    /** Whose memo it is. */
    public PrincipalName victim() {
        return new PrincipalName(principals().choose("victim", LONG_NAMES));
    }

    public String victimPassword() {
        return principals().phrase("password of the victim");
    }

    /** The student's own: as long as the victim's, and the same but for its last letter. */
    public PrincipalName studentAccount() {
        String victim = victim().text();
        return new PrincipalName(victim.substring(0, victim.length() - 1) + "x");
    }

    public String studentPassword() {
        return principals().phrase("password of the student");
    }

    /** Somebody with a password out of a word list. */
    public PrincipalName weakUser() {
        return new PrincipalName(principals().choose("clerk", WEAK_USERS));
    }

    public String weakPassword() {
        return principals().choose("password of the clerk", WEAK_PASSWORDS);
    }

    /** A server that there is not, and that the student should be certified as. */
    public PrincipalName targetServer() {
        return new PrincipalName(
                principals().choose("certified", TARGET_SERVERS) + "-" + Math.abs(principalsSeed() % 1000));
    }

    /** What the desk tells to whoever may ask it. */
    public String memo() {
        return principals().phrase("memo");
    }

    private AttackPrincipals principals() {
        return new AttackPrincipals(principalsSeed());
    }

    /** Never 0, which would be the same cast for everybody. */
    private long principalsSeed() {
        byte[] hash = Sha256.digest((seed + " " + student).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong() | 1;
    }
}
