package hallpass.config;

import hallpass.message.PrincipalName;
import hallpass.pki.CertificateName;
import hallpass.trace.PrintableText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Set;

/**
 * The names that principals may have. The policy is stricter than the wire format, because names
 * appear in terminals, logs, command lines and certificates.
 */
public final class NamePolicy {
    /**
     * First components that belong to the KDC itself (RFC 4120 §7.3 and the key-update service).
     */
    private static final Set<String> RESERVED = Set.of("krbtgt", "kadmin");

    private NamePolicy() {}

    /** Validates a user name and normalises it to NFC, so that equal names are one account. */
    public static PrincipalName userName(String typed) throws RealmException {
        return principalName(typed, "user", "._-@");
    }

    /** Validates a service name, such as {@code desk/localhost}, and normalises it to NFC. */
    public static PrincipalName serviceName(String typed) throws RealmException {
        PrincipalName name = principalName(typed, "service", "._-@/");
        String first = name.text().split("/", 2)[0];
        require(
                !RESERVED.contains(first),
                typed,
                "service",
                "begins with " + first + ", which is reserved for the KDC");
        return name;
    }

    /** Validates a PKI name, which must fit a certificate and one RSA block. */
    public static PrincipalName pkiName(String typed) throws RealmException {
        requireBytes(typed, typed, "PKI");
        PrincipalName name = new PrincipalName(typed);
        require(
                CertificateName.isAllowed(name),
                typed,
                "PKI",
                "does not fit a certificate; use at most 63 letters (A to Z), digits and '-', or "
                        + CertificateName.MAX_LENGTH
                        + " with dots among them, and a letter or a digit at both ends and beside each dot");
        return name;
    }

    private static PrincipalName principalName(String typed, String kind, String marks) throws RealmException {
        // Checked before the normalisation, which is slow, and after it, since NFC may lengthen a
        // name.
        requireBytes(typed, typed, kind);
        String name = Normalizer.normalize(typed, Normalizer.Form.NFC);
        requireBytes(name, typed, kind);
        String[] components = marks.contains("/") ? name.split("/", -1) : new String[] {name};
        for (String component : components) {
            requireCharacters(component, typed, kind, marks);
        }
        return new PrincipalName(name);
    }

    private static void requireBytes(String name, String typed, String kind) throws RealmException {
        int size = name.getBytes(StandardCharsets.UTF_8).length;
        require(
                size >= 1 && size <= PrincipalName.MAX_BYTES,
                typed,
                kind,
                "is " + size + " bytes long; allowed: 1 to " + PrincipalName.MAX_BYTES);
    }

    /** A letter or digit at both ends keeps names distinct from options, paths and full stops. */
    private static void requireCharacters(String part, String typed, String kind, String marks) throws RealmException {
        require(!part.isEmpty(), typed, kind, "has an empty component before or after a '/'");
        for (int c : part.codePoints().toArray()) {
            require(
                    Character.isLetterOrDigit(c) || marks.indexOf(c) >= 0,
                    typed,
                    kind,
                    "contains '" + PrintableText.escape(Character.toString(c)) + "'; use letters, digits and "
                            + spaceSeparated(marks));
        }
        require(
                Character.isLetterOrDigit(part.codePointAt(0))
                        && Character.isLetterOrDigit(part.codePointBefore(part.length())),
                typed,
                kind,
                "must begin and end with a letter or a digit"
                        + (marks.contains("/") ? ", on both sides of a '/'" : ""));
    }

    private static String spaceSeparated(String marks) {
        return String.join(" ", marks.split(""));
    }

    private static void require(boolean valid, String typed, String kind, String complaint) throws RealmException {
        if (!valid) {
            throw new RealmException(
                    RealmError.INVALID_NAME,
                    typed,
                    "The " + kind + " name \"" + abbreviated(typed) + "\" " + complaint + ".");
        }
    }

    private static String abbreviated(String typed) {
        int shown = 40;
        return typed.codePointCount(0, typed.length()) <= shown
                ? PrintableText.escape(typed)
                : PrintableText.escape(typed.substring(0, typed.offsetByCodePoints(0, shown))) + "…";
    }
}
