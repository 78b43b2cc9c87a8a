package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ClientException;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.integration.harness.TestClient;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.store.PrincipalStore;
import java.util.List;

/** Changes a user's key, alternating between two passwords. */
final class KeyUpdateOperation implements ClientOperation {
    private final TestClient client;
    private final PrincipalStore store;
    private final StringToKey passwordToKey;
    private final PrincipalName user;
    private String password;
    private String replacement;
    private Principal.VersionedKey before;

    /** @param passwords the current password and the other one */
    KeyUpdateOperation(
            TestClient client,
            PrincipalStore store,
            StringToKey stringToKey,
            PrincipalName user,
            List<String> passwords) {
        this.client = client;
        this.store = store;
        this.passwordToKey = stringToKey;
        this.user = user;
        this.password = passwords.get(0);
        this.replacement = passwords.get(1);
        this.before = storedKey();
    }

    @Override
    public String run() throws ClientException {
        before = storedKey();
        return "version " + client.updateKey(user, password, replacement);
    }

    @Override
    public String expectedResult() {
        return "version " + (before.version() + 1);
    }

    private Principal.VersionedKey storedKey() {
        return store.find(user).orElseThrow().key();
    }

    /** The key is the old one or the requested one, whatever the client reported. */
    @Override
    public void assertNoOtherEffect() {
        Principal.VersionedKey now = storedKey();
        if (now.version() == before.version()) {
            assertThat(now).isEqualTo(before);
            return;
        }
        assertThat(now.version()).isEqualTo(before.version() + 1);
        assertThat(now.salt()).isEqualTo(before.salt());
        assertThat(now.value()).isEqualTo(deriveKey(replacement, now.salt()));
        String former = password;
        password = replacement;
        replacement = former;
    }

    private SymmetricKey deriveKey(String of, String salt) {
        try {
            return passwordToKey.toKey("K_c", of.toCharArray(), salt);
        } catch (BadSaltException e) {
            throw new AssertionError("the salt is from the store", e);
        }
    }
}
