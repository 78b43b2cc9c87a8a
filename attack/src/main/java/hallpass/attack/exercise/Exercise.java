package hallpass.attack.exercise;

import hallpass.attack.Cast;
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
 * @param opened what the audit logs tell of before is none of the student's doing
 */
public record Exercise(String student, long seed, Instant opened) {
    private static final List<String> LONG_NAMES =
            List.of("administrator", "superintendent", "vice-chancellor", "registrar.office");
    private static final List<String> CLERKS = List.of("amelie", "boris", "carmen", "dmitri", "esther", "farid");
    /** Of those that every list of passwords begins with. */
    private static final List<String> WEAK_PASSWORDS =
            List.of("dragon", "letmein", "sunshine", "princess", "football", "trustno1", "monkey", "iloveyou");

    private static final List<String> CERTIFIED = List.of("ID-Payroll", "ID-Archive", "ID-Library", "ID-Registry");

    /** Whose memo it is. */
    public PrincipalName victim() {
        return new PrincipalName(cast().pick("victim", LONG_NAMES));
    }

    public String victimsPassword() {
        return cast().words("password of the victim");
    }

    /** The student's own: as long as the victim's, and the same but for its last letter. */
    public PrincipalName account() {
        String victim = victim().text();
        return new PrincipalName(victim.substring(0, victim.length() - 1) + "x");
    }

    public String accountsPassword() {
        return cast().words("password of the student");
    }

    /** Somebody with a password out of a word list. */
    public PrincipalName clerk() {
        return new PrincipalName(cast().pick("clerk", CLERKS));
    }

    public String clerksPassword() {
        return cast().pick("password of the clerk", WEAK_PASSWORDS);
    }

    /** A server that there is not, and that the student should be certified as. */
    public PrincipalName certified() {
        return new PrincipalName(cast().pick("certified", CERTIFIED) + "-" + Math.abs(number() % 1000));
    }

    /** What the desk tells to whoever may ask it. */
    public String memo() {
        return cast().words("memo");
    }

    private Cast cast() {
        return new Cast(number());
    }

    /** Never 0, which would be the same cast for everybody. */
    private long number() {
        byte[] hash = Sha256.of((seed + " " + student).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong() | 1;
    }
}
