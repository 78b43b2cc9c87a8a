package hallpass.it;

import hallpass.client.Failure;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.trace.Party;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of {@link RefusalsTest} share: its realm, and a client of it. After each test the servers serve as before. */
abstract class RefusalsInOneRealm {
    final RealmInProcess realm = RefusalsTest.realm;
    LabClient client;

    @BeforeEach
    void makeClient() throws Exception {
        client = realm.client();
    }

    @AfterEach
    void theServersServeAsBefore() throws Exception {
        realm.setAllClocksRight();
        realm.client().assertBothFlowsWork();
    }

    /** With what the servers before it gave while all was well. */
    final ThrowingCallable flowThatAsks(Party server) throws Failure {
        HeldTicket ticket = client.login();
        HeldToken token = client.token(ticket);
        return switch (server) {
            case AS -> client::login;
            case TGS -> () -> client.token(ticket);
            case SERVICE -> () -> client.kerberos().request(token, "memo");
            case APP -> client::register;
            default -> throw new IllegalArgumentException("no client asks " + server.id());
        };
    }
}
