package hallpass.config;

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
    public void issue(Randomness randomness) throws RealmException {
        SecretBytes token = newToken(randomness);
        expect(token);
        storeToken(token);
    }

    /** The server's side: what it shows next; empty if it was given none. */
    public SecretBytes readToken() throws RealmException {
        if (Files.notExists(realm.enrolmentTokenFile())) {
            return SecretBytes.EMPTY;
        }
        return SecretBytes.of(parseHex(PrivateFiles.readSecret(realm.enrolmentTokenFile(), MAX_FILE)));
    }

    /** The server's side: what it will show the next time. Durable once this returns. */
    public void storeToken(SecretBytes token) throws RealmException {
        PrivateFiles.write(realm.enrolmentTokenFile(), hexLine(token.expose()));
    }

    /** The authority's side: from now on it awaits this token, and no other. Durable once this returns. */
    public void expect(SecretBytes token) throws RealmException {
        PrivateFiles.write(realm.enrolmentTokenHashFile(), hexLine(hash(token)));
    }

    /** The authority's side: whether this is the token that it awaits, in a time that does not tell how much of it is right. */
    public boolean isExpected(SecretBytes token) throws RealmException {
        if (Files.notExists(realm.enrolmentTokenHashFile())) {
            return false;
        }
        byte[] expected = parseHex(PrivateFiles.read(realm.enrolmentTokenHashFile(), MAX_FILE));
        return MessageDigest.isEqual(expected, hash(token));
    }

    private static byte[] hexLine(byte[] content) {
        return (HexFormat.of().formatHex(content) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Nothing, which is no token, for a file that holds something else. */
    private static byte[] parseHex(byte[] file) {
        try {
            return HexFormat.of().parseHex(new String(file, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static byte[] hash(SecretBytes token) {
        return Sha256.digest(token.expose());
    }
}
