package hallpass.it.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import hallpass.crypto.Randomness;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What holds for every class, whoever writes it. */
final class Rules {
    private static final String[] SERVERS = {"hallpass.as..", "hallpass.tgs..", "hallpass.app..", "hallpass.ca.."};

    private static final String[] COMMON_CRYPTO = {
        "hallpass.wire..",
        "hallpass.crypto..",
        "hallpass.message..",
        "hallpass.protocol..",
        "hallpass.trace..",
        "hallpass.pki.."
    };

    /** Each of them is a person's terminal or a process's console; everybody else hands over what is to be said. */
    private static final Set<String> CONSOLES = Set.of(
            "hallpass.server.ServerProgram",
            "hallpass.server.ServerConsole",
            "hallpass.client.command.Terminal",
            "hallpass.adversary.console.AdversaryConsole");

    static final ArchRule A_SERVER_KNOWS_NO_OTHER_SERVER = slices().assignedFrom(servers())
            .should()
            .notDependOnEachOther()
            .as("a server knows no other server")
            .because("each is a process of its own, and they meet on the wire alone");

    static final ArchRule A_SERVER_KNOWS_NO_CLIENT = noClasses()
            .that()
            .resideInAnyPackage(SERVERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hallpass.client..", "hallpass.admin..");

    static final ArchRule THE_CLIENT_KNOWS_NO_SERVER_AND_NO_STORE = noClasses()
            .that()
            .resideInAPackage("hallpass.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hallpass.as..",
                    "hallpass.tgs..",
                    "hallpass.app..",
                    "hallpass.ca..",
                    "hallpass.server..",
                    "hallpass.store..",
                    "hallpass.admin..");

    static final ArchRule THE_ADMIN_KNOWS_NO_SERVER = noClasses()
            .that()
            .resideInAPackage("hallpass.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hallpass.as..", "hallpass.tgs..", "hallpass.app..", "hallpass.ca..", "hallpass.server..");

    static final ArchRule COMMON_CRYPTO_TOUCHES_NO_NETWORK = noClasses()
            .that()
            .resideInAnyPackage(COMMON_CRYPTO)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..", "io.netty..", "hallpass.net..");

    static final ArchRule COMMON_CRYPTO_TOUCHES_NO_FILE =
            noClasses().that().resideInAnyPackage(COMMON_CRYPTO).should().dependOnClassesThat(areFiles());

    static final ArchRule AN_EXCHANGE_READS_NO_CLOCK = noClasses()
            .that(areExchanges())
            .should()
            .accessTargetWhere(readsAClock())
            .because("the only time that an exchange knows is the one it is handed");

    static final ArchRule AN_EXCHANGE_ROLLS_NO_DICE = noClasses()
            .that(areExchanges())
            .should()
            .accessTargetWhere(rollsDice())
            .because("randomness is handed in, so that a test can script it");

    static final ArchRule AN_EXCHANGE_OPENS_NO_SOCKET_AND_NO_FILE = noClasses()
            .that(areExchanges())
            .should()
            .dependOnClassesThat(areFiles()
                    .or(resideInAnyPackage("java.nio.channels..", "javax.net..", "io.netty..", "hallpass.net..")
                            .or(areSockets())));

    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("hallpass.(*)..").should().beFreeOfCycles();

    static final ArchRule PACKAGES_ARE_LAYERED = Layers.rule();

    static final ArchRule NOBODY_SERIALISES_OBJECTS = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
            .because("reading an object runs code that its sender chose");

    static final ArchRule ONLY_CONSOLES_WRITE_TO_THE_TERMINAL =
            noClasses().that(DescribedPredicate.not(consoles())).should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    private Rules() {}

    private static SliceAssignment servers() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return resideInAnyPackage(SERVERS).test(type)
                        ? SliceIdentifier.of(Layers.of(type))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the servers";
            }
        };
    }

    /** Also what is written inside of them: their records, their lambdas. */
    private static DescribedPredicate<JavaClass> areExchanges() {
        return DescribedPredicate.describe("are exchanges", type -> {
            JavaClass top = type;
            while (top.getEnclosingClass().isPresent()) {
                top = top.getEnclosingClass().get();
            }
            return top.getSimpleName().endsWith("Exchange");
        });
    }

    private static DescribedPredicate<JavaClass> areFiles() {
        return DescribedPredicate.describe(
                "are files",
                type -> type.getPackageName().startsWith("java.nio.file")
                        || Set.of(
                                        File.class.getName(),
                                        FileDescriptor.class.getName(),
                                        FileInputStream.class.getName(),
                                        FileOutputStream.class.getName(),
                                        FileReader.class.getName(),
                                        FileWriter.class.getName(),
                                        RandomAccessFile.class.getName(),
                                        Console.class.getName())
                                .contains(type.getName()));
    }

    private static DescribedPredicate<JavaClass> areSockets() {
        // An exchange may name an address; it may not go there.
        return DescribedPredicate.describe(
                "are sockets",
                type -> type.getPackageName().equals("java.net")
                        && !type.getSimpleName().contains("Address"));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return DescribedPredicate.describe(
                "reads a clock",
                access -> names(access, Date.class, "<init>")
                        || (access.getName().equals("now")
                                && access.getTargetOwner().getPackageName().startsWith("java.time"))
                        || names(access, Clock.class, "system")
                        || names(access, Clock.class, "tick")
                        || names(access, InstantSource.class, "system")
                        || names(access, System.class, "currentTimeMillis")
                        || names(access, System.class, "nanoTime"));
    }

    private static DescribedPredicate<JavaAccess<?>> rollsDice() {
        return DescribedPredicate.describe(
                "rolls dice",
                access -> access.getTargetOwner().isAssignableTo(RandomGenerator.class)
                        || names(access, Math.class, "random")
                        || names(access, UUID.class, "randomUUID")
                        || names(access, Randomness.class, "secure"));
    }

    private static boolean names(JavaAccess<?> access, Class<?> owner, String start) {
        return access.getTargetOwner().isEquivalentTo(owner) && access.getName().startsWith(start);
    }

    private static DescribedPredicate<JavaClass> consoles() {
        return DescribedPredicate.describe("are consoles", type -> CONSOLES.contains(topLevelName(type)));
    }

    private static String topLevelName(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }
}
