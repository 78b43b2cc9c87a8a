package hallpass.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules, held against all that is shipped. */
class ArchitectureTest {
    private static JavaClasses shipped;

    @BeforeAll
    static void readWhatIsShipped() {
        shipped = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("/hallpass/testkit/"))
                .importPackages("hallpass");
    }

    @Test
    void looksAtEveryModule() {
        assertThat(shipped.stream().map(Layers::of).distinct())
                .contains("wire", "crypto", "message", "trace", "protocol", "pki", "net", "realm", "audit", "store")
                .contains("server", "as", "tgs", "app", "ca", "client", "admin", "adversary", "attack")
                .doesNotContain("it", "testkit");
    }

    @Test
    void aServerKnowsNoOtherServer() {
        Rules.A_SERVER_KNOWS_NO_OTHER_SERVER.check(shipped);
    }

    @Test
    void aServerKnowsNoClient() {
        Rules.A_SERVER_KNOWS_NO_CLIENT.check(shipped);
    }

    @Test
    void theClientKnowsNoServerAndNoStore() {
        Rules.THE_CLIENT_KNOWS_NO_SERVER_AND_NO_STORE.check(shipped);
    }

    @Test
    void theAdminKnowsNoServer() {
        Rules.THE_ADMIN_KNOWS_NO_SERVER.check(shipped);
    }

    @Test
    void commonCryptoTouchesNoNetwork() {
        Rules.COMMON_CRYPTO_TOUCHES_NO_NETWORK.check(shipped);
    }

    @Test
    void commonCryptoTouchesNoFile() {
        Rules.COMMON_CRYPTO_TOUCHES_NO_FILE.check(shipped);
    }

    @Test
    void anExchangeReadsNoClock() {
        Rules.AN_EXCHANGE_READS_NO_CLOCK.check(shipped);
    }

    @Test
    void anExchangeRollsNoDice() {
        Rules.AN_EXCHANGE_ROLLS_NO_DICE.check(shipped);
    }

    @Test
    void anExchangeOpensNoSocketAndNoFile() {
        Rules.AN_EXCHANGE_OPENS_NO_SOCKET_AND_NO_FILE.check(shipped);
    }

    @Test
    void packagesHaveNoCycles() {
        Rules.PACKAGES_HAVE_NO_CYCLES.check(shipped);
    }

    @Test
    void packagesAreLayered() {
        Rules.PACKAGES_ARE_LAYERED.check(shipped);
    }

    @Test
    void nobodySerialisesObjects() {
        Rules.NOBODY_SERIALISES_OBJECTS.check(shipped);
    }

    @Test
    void onlyConsolesWriteToTheTerminal() {
        Rules.ONLY_CONSOLES_WRITE_TO_THE_TERMINAL.check(shipped);
    }
}
