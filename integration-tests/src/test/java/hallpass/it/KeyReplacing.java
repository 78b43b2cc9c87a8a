package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.Failure;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.store.PrincipalStore;
import java.util.List;

/** Changes a user's key, from one of two passwords to the other one. */
final class KeyReplacing implements Undertaking {
    private final LabClient client;
    private final PrincipalStore store;
    private final PasswordToKey passwordToKey;
    private final PrincipalName user;
    private String password;
    private String replacement;
    private Principal.Key before;

    /** @param passwords the user's, and the other one */
    KeyReplacing(
            LabClient client,
            PrincipalStore store,
            PasswordToKey passwordToKey,
            PrincipalName user,
            List<String> passwords) {
        this.client = client;
        this.store = store;
        this.passwordToKey = passwordToKey;
        this.user = user;
        this.password = passwords.get(0);
        this.replacement = passwords.get(1);
        this.before = stored();
    }

    @Override
    public String run() throws Failure {
        before = stored();
        return "version " + client.updateKey(user, password, replacement);
    }

    @Override
    public String due() {
        return "version " + (before.version() + 1);
    }

    private Principal.Key stored() {
        return store.find(user).orElseThrow().key();
    }

    /** The key is the old one or the one that was asked for, whatever the user was told. */
    @Override
    public void assertNothingElseWasDone() {
        Principal.Key now = stored();
        if (now.version() == before.version()) {
            assertThat(now).isEqualTo(before);
            return;
        }
        assertThat(now.version()).isEqualTo(before.version() + 1);
        assertThat(now.salt()).isEqualTo(before.salt());
        assertThat(now.value()).isEqualTo(made(replacement, now.salt()));
        String former = password;
        password = replacement;
        replacement = former;
    }

    private SymmetricKey made(String of, String salt) {
        try {
            return passwordToKey.toKey("K_c", of.toCharArray(), salt);
        } catch (BadSaltException e) {
            throw new AssertionError("of an account of the realm's", e);
        }
    }
}
