package hallpass.integration.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
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
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Formatter;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Dependency rules for all classes. */
final class ArchitectureRules {
    private static final String[] SERVERS = {"hallpass.as..", "hallpass.tgs..", "hallpass.app..", "hallpass.ca.."};

    private static final String[] COMMON_CRYPTO = {
        "hallpass.wire..",
        "hallpass.crypto..",
        "hallpass.message..",
        "hallpass.protocol..",
        "hallpass.trace..",
        "hallpass.pki.."
    };

    /** The classes that may write to the standard streams. */
    private static final Set<String> CONSOLES = Set.of(
            "hallpass.process.ServerProgram",
            "hallpass.process.ServerConsole",
            "hallpass.cli.Terminal",
            "hallpass.adversary.console.AdversaryConsole");

    static final ArchRule SERVERS_DO_NOT_DEPEND_ON_EACH_OTHER = slices().assignedFrom(servers())
            .should()
            .notDependOnEachOther()
            .as("a server does not depend on another server")
            .because("servers are separate processes that share only the wire format");

    static final ArchRule SERVERS_DO_NOT_DEPEND_ON_CLIENTS = noClasses()
            .that()
            .resideInAnyPackage(SERVERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hallpass.client..", "hallpass.cli..", "hallpass.provisioning..");

    static final ArchRule CLIENT_DOES_NOT_DEPEND_ON_SERVERS_OR_STORE = noClasses()
            .that()
            .resideInAPackage("hallpass.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hallpass.as..",
                    "hallpass.tgs..",
                    "hallpass.app..",
                    "hallpass.ca..",
                    "hallpass.runtime..",
                    "hallpass.process..",
                    "hallpass.store..",
                    "hallpass.provisioning..",
                    "hallpass.cli..");

    static final ArchRule PROVISIONING_DOES_NOT_DEPEND_ON_SERVERS = noClasses()
            .that()
            .resideInAPackage("hallpass.provisioning..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hallpass.as..", "hallpass.tgs..", "hallpass.app..", "hallpass.ca..", "hallpass.runtime..");

    static final ArchRule COMMON_CRYPTO_USES_NO_NETWORK = noClasses()
            .that()
            .resideInAnyPackage(COMMON_CRYPTO)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..", "io.netty..", "hallpass.net..");

    static final ArchRule COMMON_CRYPTO_USES_NO_FILES =
            noClasses().that().resideInAnyPackage(COMMON_CRYPTO).should().dependOnClassesThat(areFiles());

    static final ArchRule EXCHANGES_READ_NO_CLOCK = noClasses()
            .that(areExchanges())
            .should()
            .accessTargetWhere(readsClock())
            .because("an exchange takes the current time from its context");

    static final ArchRule EXCHANGES_MAKE_NO_RANDOMNESS = noClasses()
            .that(areExchanges())
            .should()
            .accessTargetWhere(makesRandomness())
            .because("a test must be able to script the randomness");

    static final ArchRule EXCHANGES_USE_NO_SOCKETS_OR_FILES = noClasses()
            .that(areExchanges())
            .should()
            .dependOnClassesThat(areFiles()
                    .or(resideInAnyPackage("java.nio.channels..", "javax.net..", "io.netty..", "hallpass.net..")
                            .or(areSockets())));

    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("hallpass.(*)..").should().beFreeOfCycles();

    static final ArchRule PACKAGES_ARE_LAYERED = Layers.rule();

    static final ArchRule NO_CLASS_SERIALISES_OBJECTS = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
            .because("deserialising an object runs code that its sender chose");

    static final ArchRule ONLY_CONSOLES_PRINT =
            noClasses().that(DescribedPredicate.not(consoles())).should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    static final ArchRule TEXT_IS_THE_SAME_IN_EVERY_LOCALE = noClasses()
            .should()
            .callMethodWhere(usesDefaultLocale())
            .because("digits and case mappings differ between locales: pass Locale.ROOT");

    private ArchitectureRules() {}

    private static SliceAssignment servers() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return resideInAnyPackage(SERVERS).test(type)
                        ? SliceIdentifier.of(Layers.layerOf(type))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the servers";
            }
        };
    }

    /** Exchanges of servers and clients, with their nested classes and lambdas. */
    private static DescribedPredicate<JavaClass> areExchanges() {
        return DescribedPredicate.describe("are exchanges", type -> {
            JavaClass top = type;
            while (top.getEnclosingClass().isPresent()) {
                top = top.getEnclosingClass().get();
            }
            return top.getSimpleName().matches(".*Exchange(Client)?");
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
        // An exchange may name an address but not connect to it.
        return DescribedPredicate.describe(
                "are sockets",
                type -> type.getPackageName().equals("java.net")
                        && !type.getSimpleName().contains("Address"));
    }

    private static DescribedPredicate<JavaAccess<?>> readsClock() {
        return DescribedPredicate.describe(
                "reads a clock",
                access -> isCallTo(access, Date.class, "<init>")
                        || (access.getName().equals("now")
                                && access.getTargetOwner().getPackageName().startsWith("java.time"))
                        || isCallTo(access, Clock.class, "system")
                        || isCallTo(access, Clock.class, "tick")
                        || isCallTo(access, InstantSource.class, "system")
                        || isCallTo(access, System.class, "currentTimeMillis")
                        || isCallTo(access, System.class, "nanoTime"));
    }

    private static DescribedPredicate<JavaAccess<?>> makesRandomness() {
        return DescribedPredicate.describe(
                "makes randomness",
                access -> access.getTargetOwner().isAssignableTo(RandomGenerator.class)
                        || isCallTo(access, Math.class, "random")
                        || isCallTo(access, UUID.class, "randomUUID")
                        || isCallTo(access, Randomness.class, "secure"));
    }

    private static DescribedPredicate<JavaMethodCall> usesDefaultLocale() {
        return DescribedPredicate.describe("uses the default locale", call -> {
            boolean withLocale = call.getTarget().getRawParameterTypes().stream()
                    .anyMatch(type -> type.isEquivalentTo(Locale.class));
            boolean prints = Set.of("printf", "format").contains(call.getName())
                    && (call.getTargetOwner().isAssignableTo(PrintStream.class)
                            || call.getTargetOwner().isAssignableTo(PrintWriter.class)
                            || call.getTargetOwner().isEquivalentTo(Formatter.class));
            boolean formats = call.getTargetOwner().isEquivalentTo(String.class)
                    && Set.of("format", "formatted", "toLowerCase", "toUpperCase")
                            .contains(call.getName());
            boolean patterns = call.getTargetOwner().isEquivalentTo(DateTimeFormatter.class)
                    && call.getName().equals("ofPattern");
            boolean numbers = call.getTargetOwner().isAssignableTo(NumberFormat.class)
                    && call.getName().startsWith("get")
                    && call.getName().endsWith("Instance");
            return !withLocale && (prints || formats || patterns || numbers);
        });
    }

    private static boolean isCallTo(JavaAccess<?> access, Class<?> owner, String start) {
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
