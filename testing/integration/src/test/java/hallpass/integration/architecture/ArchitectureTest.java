package hallpass.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the rules for the main classes of all modules. */
class ArchitectureTest {
    private static JavaClasses mainClasses;

    @BeforeAll
    static void importMainClasses() {
        mainClasses = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("/hallpass/fixtures/"))
                .importPackages("hallpass");
    }

    @Test
    void importsEveryModule() {
        assertThat(mainClasses.stream().map(Layers::layerOf).distinct())
                .contains("wire", "crypto", "message", "trace", "protocol", "pki", "net", "config", "audit", "store")
                .contains(
                        "runtime",
                        "process",
                        "as",
                        "tgs",
                        "app",
                        "ca",
                        "client",
                        "provisioning",
                        "adversary",
                        "attack",
                        "cli")
                .doesNotContain("integration", "fixtures");
    }

    @Test
    void serversDoNotDependOnEachOther() {
        ArchitectureRules.SERVERS_DO_NOT_DEPEND_ON_EACH_OTHER.check(mainClasses);
    }

    @Test
    void serversDoNotDependOnClients() {
        ArchitectureRules.SERVERS_DO_NOT_DEPEND_ON_CLIENTS.check(mainClasses);
    }

    @Test
    void clientDoesNotDependOnServersOrStore() {
        ArchitectureRules.CLIENT_DOES_NOT_DEPEND_ON_SERVERS_OR_STORE.check(mainClasses);
    }

    @Test
    void provisioningDoesNotDependOnServers() {
        ArchitectureRules.PROVISIONING_DOES_NOT_DEPEND_ON_SERVERS.check(mainClasses);
    }

    @Test
    void commonCryptoUsesNoNetwork() {
        ArchitectureRules.COMMON_CRYPTO_USES_NO_NETWORK.check(mainClasses);
    }

    @Test
    void commonCryptoUsesNoFiles() {
        ArchitectureRules.COMMON_CRYPTO_USES_NO_FILES.check(mainClasses);
    }

    @Test
    void exchangesReadNoClock() {
        ArchitectureRules.EXCHANGES_READ_NO_CLOCK.check(mainClasses);
    }

    @Test
    void exchangesMakeNoRandomness() {
        ArchitectureRules.EXCHANGES_MAKE_NO_RANDOMNESS.check(mainClasses);
    }

    @Test
    void exchangesUseNoSocketsOrFiles() {
        ArchitectureRules.EXCHANGES_USE_NO_SOCKETS_OR_FILES.check(mainClasses);
    }

    @Test
    void packagesHaveNoCycles() {
        ArchitectureRules.PACKAGES_HAVE_NO_CYCLES.check(mainClasses);
    }

    @Test
    void packagesAreLayered() {
        ArchitectureRules.PACKAGES_ARE_LAYERED.check(mainClasses);
    }

    @Test
    void noClassSerialisesObjects() {
        ArchitectureRules.NO_CLASS_SERIALISES_OBJECTS.check(mainClasses);
    }

    @Test
    void onlyConsolesPrint() {
        ArchitectureRules.ONLY_CONSOLES_PRINT.check(mainClasses);
    }

    @Test
    void textIsTheSameInEveryLocale() {
        ArchitectureRules.TEXT_IS_THE_SAME_IN_EVERY_LOCALE.check(mainClasses);
    }
}
