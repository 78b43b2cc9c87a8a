package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.client.ClientError;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.trace.Trace;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One password has one key, however it is typed (RFC 8265), on the wire of every profile. */
class PasswordFormsTest {
    private static final PrincipalName USER = new PrincipalName("bob");

    /** Composed and decomposed, and with a no-break space for a space. */
    private static final List<String> FORMS =
            List.of("caf\u00e9 \u00c5", "cafe\u0301 A\u030a", "cafe\u0301\u00a0\u212b");

    @Test
    void classicRealmAcceptsEachForm() throws Exception {
        assertEachFormIsAccepted(Set.of());
    }

    @Test
    void saltedKeysAcceptEachForm() throws Exception {
        assertEachFormIsAccepted(EnumSet.of(Guard.SALTED_KDF));
    }

    @Test
    void preAuthenticationAcceptsEachForm() throws Exception {
        assertEachFormIsAccepted(EnumSet.of(Guard.SALTED_KDF, Guard.PREAUTH));
    }

    private static void assertEachFormIsAccepted(Set<Guard> guards) throws Exception {
        try (RealmServer realm = RealmServer.builder()
                .guards(guards)
                .servers(Party.AS, Party.TGS)
                .start()) {
            for (String added : FORMS.subList(0, 2)) {
                PrincipalName user = new PrincipalName("user" + FORMS.indexOf(added));
                realm.addUser(user, added);
                for (String typed : FORMS) {
                    assertThat(client(realm).login(user, typed::toCharArray)).isNotNull();
                }
            }
            PrincipalName user = new PrincipalName("user0");
            String replacement = "\ucf54\ub07c\ub9ac";
            String decomposed = Normalizer.normalize(replacement, Normalizer.Form.NFD);
            client(realm).updateKey(user, FORMS.get(1)::toCharArray, decomposed::toCharArray);
            assertThat(client(realm).login(user, replacement::toCharArray)).isNotNull();
        }
    }

    @Test
    void refusesControlCharacters() throws Exception {
        try (RealmServer realm = RealmServer.builder().servers(Party.AS).start()) {
            for (String password : List.of("", "a\tb", "a\u0000", "\u200b", "a\ufeff")) {
                assertThatExceptionOfType(RealmException.class)
                        .isThrownBy(() -> realm.addUser(USER, password))
                        .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.INVALID_PASSWORD));
            }
            realm.addUser(USER, "right");
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client(realm).login(USER, "a\tb"::toCharArray))
                    .satisfies(e -> assertThat(e.error()).isInstanceOf(ClientError.BadPassword.class));
        }
    }

    private static KerberosClient client(RealmServer realm) {
        return new KerberosClient(new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE));
    }
}
