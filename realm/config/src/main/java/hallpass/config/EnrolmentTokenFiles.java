package hallpass.config;

import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The files of the enrolment token, which authorises the application server to register. The server
 * stores the token, the CA its hash.
 */
public final class EnrolmentTokenFiles {
    /** 256 random bits need no salt for their hash. */
    private static final int SIZE = 32;

    private static final int MAX_FILE = 256;

    private final RealmFolder realm;

    public EnrolmentTokenFiles(RealmFolder realm) {
        this.realm = realm;
    }

    public static SecretBytes newToken(Randomness randomness) {
        return SecretBytes.of(randomness.bytes(SIZE));
    }

    /** Generates a token and replaces the previous one on both sides. */
    public void issue(Randomness randomness) throws RealmException {
        SecretBytes token = newToken(randomness);
        expect(token);
        storeToken(token);
    }

    /** The token of the server; empty if it has none. */
    public SecretBytes readToken() throws RealmException {
        if (Files.notExists(realm.enrolmentTokenFile())) {
            return SecretBytes.EMPTY;
        }
        return SecretBytes.of(parseHex(PrivateFiles.readSecret(realm.enrolmentTokenFile(), MAX_FILE)));
    }

    /** Replaces the token of the server, durably. */
    public void storeToken(SecretBytes token) throws RealmException {
        realm.requireUnchanged();
        PrivateFiles.write(realm.enrolmentTokenFile(), hexLine(token.expose()));
    }

    /** Replaces the token that the CA expects, durably. */
    public void expect(SecretBytes token) throws RealmException {
        realm.requireUnchanged();
        PrivateFiles.write(realm.enrolmentTokenHashFile(), hexLine(hash(token)));
    }

    /** Whether the CA expects this token; compares in constant time. */
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

    /** Empty, which is not a valid token, if the file is malformed. */
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
