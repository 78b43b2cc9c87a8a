package hallpass.integration.flow;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.message.Party;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both flows work after the servers start in any of the 120 orders. A build tests one order for
 * each pair of first servers.
 */
public class StartOrderTest {
    private static InProcessRealm realm;

    @BeforeAll
    static void makeRealm(@TempDir Path temporary) throws Exception {
        realm = new InProcessRealm(RealmFixture.create(temporary.resolve("realm")));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @AfterEach
    void stopAll() {
        realm.stopAll();
    }

    public static Stream<List<Party>> allOrders() {
        List<List<Party>> orders = new ArrayList<>();
        permute(List.of(), Party.SERVERS, orders);
        return orders.stream();
    }

    static Stream<List<Party>> orders() {
        return ReliabilityRun.isLong() ? allOrders() : oneOrderPerFirstPair();
    }

    private static Stream<List<Party>> oneOrderPerFirstPair() {
        Set<List<Party>> begun = new HashSet<>();
        return allOrders().filter(order -> begun.add(order.subList(0, 2)));
    }

    private static void permute(List<Party> begun, List<Party> left, List<List<Party>> orders) {
        if (left.isEmpty()) {
            orders.add(begun);
        }
        for (Party next : left) {
            List<Party> more = new ArrayList<>(begun);
            more.add(next);
            List<Party> rest = new ArrayList<>(left);
            rest.remove(next);
            permute(more, rest, orders);
        }
    }

    @Test
    void thereAre120Orders() {
        assertThat(allOrders().distinct()).hasSize(120);
        assertThat(oneOrderPerFirstPair()).hasSize(20);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void bothFlowsWorkAfterStartingIn(List<Party> order) throws Exception {
        realm.folder().deleteServerCertificate();

        realm.startAll(order);

        realm.client().assertBothFlowsWork();
    }
}
