package hallpass.attack;

import hallpass.attack.catalogue.A10FalseKdc;
import hallpass.attack.catalogue.A11OldReply;
import hallpass.attack.catalogue.A12ServiceRedirect;
import hallpass.attack.catalogue.A1AuthenticatorReplay;
import hallpass.attack.catalogue.A2PasswordGuessing;
import hallpass.attack.catalogue.A3ServiceKeyGuessing;
import hallpass.attack.catalogue.A4UserEnumeration;
import hallpass.attack.catalogue.A5StolenTicket;
import hallpass.attack.catalogue.A6StolenServiceKey;
import hallpass.attack.catalogue.A7StolenTgsKey;
import hallpass.attack.catalogue.A8ClockRollback;
import hallpass.attack.catalogue.A9LifetimeAbuse;
import hallpass.attack.catalogue.C1SwappedKey;
import hallpass.attack.catalogue.C2RogueAuthority;
import hallpass.attack.catalogue.C3FalseEnrolment;
import hallpass.attack.catalogue.C4LeakedAuthorityKey;
import hallpass.attack.catalogue.C5RegistrationReplay;
import hallpass.attack.catalogue.C6RevokedCertificate;
import hallpass.attack.catalogue.C7Misbinding;
import hallpass.attack.catalogue.C8ClientImpersonation;
import hallpass.attack.catalogue.C9PaddingOracle;
import hallpass.attack.catalogue.E1RepeatedBlocks;
import hallpass.attack.catalogue.E2PaddingFingerprint;
import hallpass.attack.catalogue.E3ChosenName;
import hallpass.attack.catalogue.E4IdentitySplice;
import hallpass.attack.catalogue.E5ExpiryGraft;
import hallpass.attack.catalogue.E6RequestSplice;
import hallpass.attack.catalogue.E7SessionKeyOracle;
import hallpass.attack.catalogue.E8BitFlip;
import java.util.List;
import java.util.Optional;

/** All attacks, in the order of their listing. */
public final class Attacks {
    private static final List<Attack> ALL = List.of(
            new E1RepeatedBlocks(),
            new E2PaddingFingerprint(),
            new E3ChosenName(),
            new E4IdentitySplice(),
            new E5ExpiryGraft(),
            new E6RequestSplice(),
            new E7SessionKeyOracle(),
            new E8BitFlip(),
            new A1AuthenticatorReplay(),
            new A2PasswordGuessing(),
            new A3ServiceKeyGuessing(),
            new A4UserEnumeration(),
            new A5StolenTicket(),
            new A6StolenServiceKey(),
            new A7StolenTgsKey(),
            new A8ClockRollback(),
            new A9LifetimeAbuse(),
            new A10FalseKdc(),
            new A11OldReply(),
            new A12ServiceRedirect(),
            new C1SwappedKey(),
            new C2RogueAuthority(),
            new C3FalseEnrolment(),
            new C4LeakedAuthorityKey(),
            new C5RegistrationReplay(),
            new C6RevokedCertificate(),
            new C7Misbinding(),
            new C8ClientImpersonation(),
            new C9PaddingOracle());

    private Attacks() {}

    public static List<Attack> all() {
        return ALL;
    }

    /** Finds an attack by its id, ignoring case. */
    public static Optional<Attack> find(String id) {
        return ALL.stream().filter(attack -> attack.id().equalsIgnoreCase(id)).findFirst();
    }
}
