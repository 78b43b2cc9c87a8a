package hallpass.app;

import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.RealmException;
import hallpass.crypto.SecretBytes;

/** What the server shows the authority so that it is certified under its name. */
interface EnrolmentTokenStore {
    /** Where the authority believes anybody. */
    EnrolmentTokenStore NONE = new EnrolmentTokenStore() {
        @Override
        public SecretBytes current() {
            return SecretBytes.EMPTY;
        }

        @Override
        public void replace(SecretBytes next) {
            // The classic authority sends none.
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

    /** It was good once; this is the next one. */
    void replace(SecretBytes next) throws RealmException;
}
