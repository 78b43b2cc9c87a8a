package hallpass.crypto;

import java.nio.CharBuffer;
import java.util.Arrays;
import rocks.xmpp.precis.InvalidCodePointException;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * The OpaqueString profile of RFC 8265 §4.2, which all passwords pass before a key is derived from
 * them. It maps other spaces to U+0020 and normalises to NFC, so that one password has one form
 * however it is typed. Case and width are significant.
 */
public final class PasswordProfile {
    private PasswordProfile() {}

    /**
     * @param password not modified and not kept
     * @return a new array, which the caller overwrites
     * @throws BadPasswordException for an empty password, and for a character that the profile
     *     forbids, such as a control character
     */
    public static char[] enforce(char[] password) throws BadPasswordException {
        if (password.length == 0) {
            throw new BadPasswordException("the password is empty");
        }
        // Printable ASCII stays as it is, and does not become a string, which cannot be erased.
        return isPrintableAscii(password) ? password.clone() : enforceUnicode(password);
    }

    private static boolean isPrintableAscii(char[] password) {
        for (char c : password) {
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static char[] enforceUnicode(char[] password) throws BadPasswordException {
        try {
            return PrecisProfiles.OPAQUE_STRING
                    .enforce(CharBuffer.wrap(password))
                    .toCharArray();
        } catch (InvalidCodePointException e) {
            // The message of the library has the position and the character, which are secret.
            throw new BadPasswordException(
                    hasControlCharacter(password)
                            ? "the password contains a control character, such as a tab"
                            : "the password contains a character that passwords cannot have (RFC 8265)");
        } catch (IllegalArgumentException e) {
            throw new BadPasswordException("the password is empty");
        }
    }

    private static boolean hasControlCharacter(char[] password) {
        return CharBuffer.wrap(password).chars().anyMatch(Character::isISOControl);
    }

    /** Whether two passwords are the same after the profile. */
    public static boolean isSame(char[] one, char[] other) throws BadPasswordException {
        char[] first = enforce(one);
        char[] second = enforce(other);
        try {
            return Arrays.equals(first, second);
        } finally {
            Arrays.fill(first, '\0');
            Arrays.fill(second, '\0');
        }
    }
}
