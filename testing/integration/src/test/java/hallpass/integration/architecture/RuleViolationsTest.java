package hallpass.integration.architecture;

import static hallpass.integration.architecture.ArchitectureRules.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import hallpass.app.violation.AppDependsOnClient;
import hallpass.as.violation.AsDependsOnTgs;
import hallpass.as.violation.ClockExchange;
import hallpass.as.violation.RandomExchange;
import hallpass.as.violation.SocketExchange;
import hallpass.audit.violation.AuditFormatsInDefaultLocale;
import hallpass.client.violation.ClientDependsOnRuntime;
import hallpass.client.violation.ClientDependsOnStore;
import hallpass.config.violation.ConfigReadsObjects;
import hallpass.crypto.violation.CryptoOpensSocket;
import hallpass.crypto.violation.CryptoReadsFile;
import hallpass.protocol.violation.ProtocolDependsOnTrace;
import hallpass.provisioning.violation.ProvisioningDependsOnCa;
import hallpass.tgs.violation.TgsPrints;
import hallpass.trace.violation.TraceDependsOnProtocol;
import hallpass.wire.violation.WireDependsOnMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule detects a class that violates it. */
class RuleViolationsTest {
    /** Imported once, because an import reads the class files of all dependencies. */
    private static JavaClasses all;

    @BeforeAll
    static void importViolations() {
        all = new ClassFileImporter()
                .importClasses(
                        violations().flatMap(each -> classesOf(each).stream()).collect(Collectors.toSet()));
    }

    private static List<Class<?>> classesOf(Arguments violation) {
        return Arrays.stream((Object[]) violation.get()[1])
                .<Class<?>>map(each -> (Class<?>) each)
                .toList();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                violation(SERVERS_DO_NOT_DEPEND_ON_EACH_OTHER, AsDependsOnTgs.class),
                violation(PACKAGES_ARE_LAYERED, AsDependsOnTgs.class),
                violation(SERVERS_DO_NOT_DEPEND_ON_CLIENTS, AppDependsOnClient.class),
                violation(CLIENT_DOES_NOT_DEPEND_ON_SERVERS_OR_STORE, ClientDependsOnRuntime.class),
                violation(CLIENT_DOES_NOT_DEPEND_ON_SERVERS_OR_STORE, ClientDependsOnStore.class),
                violation(PROVISIONING_DOES_NOT_DEPEND_ON_SERVERS, ProvisioningDependsOnCa.class),
                violation(COMMON_CRYPTO_USES_NO_NETWORK, CryptoOpensSocket.class),
                violation(COMMON_CRYPTO_USES_NO_FILES, CryptoReadsFile.class),
                violation(EXCHANGES_READ_NO_CLOCK, ClockExchange.class),
                violation(EXCHANGES_READ_NO_CLOCK, ClockExchange.NestedRecord.class),
                violation(EXCHANGES_MAKE_NO_RANDOMNESS, RandomExchange.class),
                violation(EXCHANGES_USE_NO_SOCKETS_OR_FILES, SocketExchange.class),
                violation(PACKAGES_HAVE_NO_CYCLES, ProtocolDependsOnTrace.class, TraceDependsOnProtocol.class),
                violation(PACKAGES_ARE_LAYERED, WireDependsOnMessage.class),
                violation(NO_CLASS_SERIALISES_OBJECTS, ConfigReadsObjects.class),
                violation(TEXT_IS_THE_SAME_IN_EVERY_LOCALE, AuditFormatsInDefaultLocale.class),
                violation(ONLY_CONSOLES_PRINT, TgsPrints.class));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void isDetected(ArchRule rule, Class<?>[] classes) {
        Set<String> names = Arrays.stream(classes).map(Class::getName).collect(Collectors.toSet());
        JavaClasses violating =
                all.that(DescribedPredicate.describe("violate the rule", type -> names.contains(type.getName())));

        assertThat(rule.evaluate(violating).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains(classes[0].getName()));
    }

    private static Arguments violation(ArchRule rule, Class<?>... classes) {
        return Arguments.of(rule, classes);
    }
}
