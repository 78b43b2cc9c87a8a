package hallpass.attack.exercise;

import hallpass.attack.AttackPrincipals;
import hallpass.crypto.Sha256;
import hallpass.message.PrincipalName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A student's exercise. The student and the seed determine all names and passwords.
 *
 * @param student the student's name, such as {@code ada}
 * @param seed a number chosen for the course
 * @param openedAt audit records from before this time do not count
 */
public record Exercise(String student, long seed, Instant openedAt) {
    private static final List<String> LONG_NAMES =
            List.of("administrator", "superintendent", "vice-chancellor", "registrar.office");
    private static final List<String> WEAK_USERS = List.of("amelie", "boris", "carmen", "dmitri", "esther", "farid");
    /** Passwords at the beginning of every password list. */
    private static final List<String> WEAK_PASSWORDS =
            List.of("dragon", "letmein", "sunshine", "princess", "football", "trustno1", "monkey", "iloveyou");

    private static final List<String> TARGET_SERVERS = List.of("ID-Payroll", "ID-Archive", "ID-Library", "ID-Registry");

    /** The user whose memo is to be read. */
    public PrincipalName victim() {
        return new PrincipalName(principals().choose("victim", LONG_NAMES));
    }

    public String victimPassword() {
        return principals().phrase("password of the victim");
    }

    /** The student's account: the victim's name with another last character. */
    public PrincipalName studentAccount() {
        String victim = victim().text();
        return new PrincipalName(victim.substring(0, victim.length() - 1) + "x");
    }

    public String studentPassword() {
        return principals().phrase("password of the student");
    }

    /** A user with a password from a word list. */
    public PrincipalName weakUser() {
        return new PrincipalName(principals().choose("clerk", WEAK_USERS));
    }

    public String weakPassword() {
        return principals().choose("password of the clerk", WEAK_PASSWORDS);
    }

    /**
     * The name of a server that does not exist, for which the student is to obtain a certificate.
     */
    public PrincipalName targetServer() {
        return new PrincipalName(
                principals().choose("certified", TARGET_SERVERS) + "-" + Math.abs(principalsSeed() % 1000));
    }

    /** The memo that the service serves. */
    public String memo() {
        return principals().phrase("memo");
    }

    private AttackPrincipals principals() {
        return new AttackPrincipals(principalsSeed());
    }

    /** Never 0, because 0 selects the default names. */
    private long principalsSeed() {
        byte[] hash = Sha256.digest((seed + " " + student).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong() | 1;
    }
}
