package hallpass.app;

import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.RealmException;
import hallpass.crypto.SecretBytes;

/** The token with which the server authenticates itself when it enrols. */
interface EnrolmentTokenStore {
    /** No token: the authority certifies anyone. */
    EnrolmentTokenStore NONE = new EnrolmentTokenStore() {
        @Override
        public SecretBytes current() {
            return SecretBytes.EMPTY;
        }

        @Override
        public void replace(SecretBytes next) {
            // The authority issues no tokens.
        }
    };

    static EnrolmentTokenStore inFiles(EnrolmentTokenFiles files) {
        return new EnrolmentTokenStore() {
            @Override
            public SecretBytes current() throws RealmException {
                return files.readToken();
            }

            @Override
            public void replace(SecretBytes next) throws RealmException {
                files.storeToken(next);
            }
        };
    }

    SecretBytes current() throws RealmException;

    /** Replaces the token, which was valid once, by the next one. */
    void replace(SecretBytes next) throws RealmException;
}
