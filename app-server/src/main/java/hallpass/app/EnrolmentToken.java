package hallpass.app;

import hallpass.crypto.SecretBytes;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.RealmProblem;

/** What the server shows the authority so that it is certified under its name. */
interface EnrolmentToken {
    /** Where the authority believes anybody. */
    EnrolmentToken NONE = new EnrolmentToken() {
        @Override
        public SecretBytes current() {
            return SecretBytes.NONE;
        }

        @Override
        public void replace(SecretBytes next) {
            // The classic authority sends none.
        }
    };

    static EnrolmentToken in(EnrolmentTokenFiles files) {
        return new EnrolmentToken() {
            @Override
            public SecretBytes current() throws RealmProblem {
                return files.token();
            }

            @Override
            public void replace(SecretBytes next) throws RealmProblem {
                files.keep(next);
            }
        };
    }

    SecretBytes current() throws RealmProblem;

    /** It was good once; this is the next one. */
    void replace(SecretBytes next) throws RealmProblem;
}
