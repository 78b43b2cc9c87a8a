package hallpass.integration.flow;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.TestClient;
import hallpass.message.Party;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The realm of all parts of {@link ClientErrorsTest}. It must still work after each test. */
abstract class SharedRealmTests {
    final InProcessRealm realm = ClientErrorsTest.realm;
    TestClient client;

    @BeforeEach
    void makeClient() throws Exception {
        client = realm.client();
    }

    @AfterEach
    void assertServersStillServe() throws Exception {
        realm.resetClocks();
        realm.client().assertBothFlowsWork();
    }

    /** A request to a server, with credentials obtained before the test breaks something. */
    final ThrowingCallable requestTo(Party server) throws ClientException {
        CachedTicket ticket = client.login();
        CachedToken token = client.token(ticket);
        return switch (server) {
            case AS -> client::login;
            case TGS -> () -> client.token(ticket);
            case SERVICE -> () -> client.kerberos().request(token, "memo");
            case APP -> client::register;
            default -> throw new IllegalArgumentException("clients send no request to " + server.id());
        };
    }
}
