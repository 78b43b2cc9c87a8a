package hallpass.trace;

import java.util.Locale;

/** What a request was about, in the words of an audit: names and numbers that are no secret. */
public enum AuditField {
    CLIENT,
    SERVER,
    /** Of the key that a ticket or token was sealed with, or of a new key that was stored. */
    KEY_VERSION,
    /** Of a certificate, in hexadecimal, as openssl shows it. */
    SERIAL,
    /** Of a list of revoked certificates. */
    CRL_NUMBER,
    /** A resource's name, without what was asked of it. */
    RESOURCE;

    /** As a key of JSON: {@code keyVersion}. */
    public String key() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return key.toString();
    }
}
