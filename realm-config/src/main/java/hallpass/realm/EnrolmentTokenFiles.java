package hallpass.realm;

import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** The token by which the application server may register: the server has it, and the authority its hash. */
public final class EnrolmentTokenFiles {
    /** 256 random bits: the hash of so much needs no salt. */
    private static final int SIZE = 32;

    private static final int MAX_FILE = 256;

    private final RealmFolder realm;

    public EnrolmentTokenFiles(RealmFolder realm) {
        this.realm = realm;
    }

    public static SecretBytes newToken(Randomness randomness) {
        return SecretBytes.of(randomness.bytes(SIZE));
    }

    /** Makes a token for the application server, in the place of any before. */
    public void issue(Randomness randomness) throws RealmProblem {
        SecretBytes token = newToken(randomness);
        await(token);
        keep(token);
    }

    /** The server's side: what it shows next; empty if it was given none. */
    public SecretBytes token() throws RealmProblem {
        if (Files.notExists(realm.enrolmentToken())) {
            return SecretBytes.NONE;
        }
        return SecretBytes.of(hex(PrivateFiles.readSecret(realm.enrolmentToken(), MAX_FILE)));
    }

    /** The server's side: what it will show the next time. Durable once this returns. */
    public void keep(SecretBytes token) throws RealmProblem {
        PrivateFiles.write(realm.enrolmentToken(), line(token.expose()));
    }

    /** The authority's side: from now on it awaits this token, and no other. Durable once this returns. */
    public void await(SecretBytes token) throws RealmProblem {
        PrivateFiles.write(realm.awaitedEnrolment(), line(hash(token)));
    }

    /** The authority's side: whether this is the token that it awaits, in a time that does not tell how much of it is right. */
    public boolean isAwaited(SecretBytes token) throws RealmProblem {
        if (Files.notExists(realm.awaitedEnrolment())) {
            return false;
        }
        byte[] awaited = hex(PrivateFiles.read(realm.awaitedEnrolment(), MAX_FILE));
        return MessageDigest.isEqual(awaited, hash(token));
    }

    private static byte[] line(byte[] content) {
        return (HexFormat.of().formatHex(content) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Nothing, which is no token, for a file that holds something else. */
    private static byte[] hex(byte[] file) {
        try {
            return HexFormat.of().parseHex(new String(file, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static byte[] hash(SecretBytes token) {
        return Sha256.of(token.expose());
    }
}
