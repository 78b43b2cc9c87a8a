package hallpass.it.architecture;

import static hallpass.it.architecture.Rules.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import hallpass.admin.planted.AdminKnowsCa;
import hallpass.app.planted.AppKnowsClient;
import hallpass.as.planted.AsKnowsTgs;
import hallpass.as.planted.AskingRandomExchange;
import hallpass.as.planted.ClockExchange;
import hallpass.as.planted.SocketExchange;
import hallpass.client.planted.ClientKnowsRuntime;
import hallpass.client.planted.ClientKnowsStore;
import hallpass.crypto.planted.CryptoOpensSocket;
import hallpass.crypto.planted.CryptoReadsFile;
import hallpass.protocol.planted.ProtocolHalfOfCycle;
import hallpass.realm.planted.RealmReadsObjects;
import hallpass.tgs.planted.TgsPrints;
import hallpass.trace.planted.TraceHalfOfCycle;
import hallpass.wire.planted.WireKnowsMessages;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that nothing can break proves nothing: each one is held against a class that breaks it. */
class PlantedFaultsTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                fault(A_SERVER_KNOWS_NO_OTHER_SERVER, AsKnowsTgs.class),
                fault(PACKAGES_ARE_LAYERED, AsKnowsTgs.class),
                fault(A_SERVER_KNOWS_NO_CLIENT, AppKnowsClient.class),
                fault(THE_CLIENT_KNOWS_NO_SERVER_AND_NO_STORE, ClientKnowsRuntime.class),
                fault(THE_CLIENT_KNOWS_NO_SERVER_AND_NO_STORE, ClientKnowsStore.class),
                fault(THE_ADMIN_KNOWS_NO_SERVER, AdminKnowsCa.class),
                fault(COMMON_CRYPTO_TOUCHES_NO_NETWORK, CryptoOpensSocket.class),
                fault(COMMON_CRYPTO_TOUCHES_NO_FILE, CryptoReadsFile.class),
                fault(AN_EXCHANGE_READS_NO_CLOCK, ClockExchange.class),
                fault(AN_EXCHANGE_READS_NO_CLOCK, ClockExchange.InARecord.class),
                fault(AN_EXCHANGE_ROLLS_NO_DICE, AskingRandomExchange.class),
                fault(AN_EXCHANGE_OPENS_NO_SOCKET_AND_NO_FILE, SocketExchange.class),
                fault(PACKAGES_HAVE_NO_CYCLES, ProtocolHalfOfCycle.class, TraceHalfOfCycle.class),
                fault(PACKAGES_ARE_LAYERED, WireKnowsMessages.class),
                fault(NOBODY_SERIALISES_OBJECTS, RealmReadsObjects.class),
                fault(ONLY_CONSOLES_WRITE_TO_THE_TERMINAL, TgsPrints.class));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isCaught(ArchRule rule, List<Class<?>> planted) {
        JavaClasses classes = new ClassFileImporter().importClasses(planted);

        assertThat(rule.evaluate(classes).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains(planted.get(0).getName()));
    }

    private static Arguments fault(ArchRule rule, Class<?>... planted) {
        return Arguments.of(rule, Arrays.asList(planted));
    }
}
