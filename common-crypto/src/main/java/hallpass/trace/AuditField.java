package hallpass.trace;

import java.util.Locale;

/**
 * A field of an audit record that describes the request. The values are public names and numbers.
 */
public enum AuditField {
    CLIENT,
    SERVER,
    /** The version of the key that sealed the ticket or token, or of a newly stored key. */
    KEY_VERSION,
    /** The serial number of a certificate, in the hexadecimal form of openssl. */
    SERIAL,
    CRL_NUMBER,
    /** The name of the requested resource, without its arguments. */
    RESOURCE;

    /** The JSON key, such as {@code keyVersion}. */
    public String key() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return key.toString();
    }
}
