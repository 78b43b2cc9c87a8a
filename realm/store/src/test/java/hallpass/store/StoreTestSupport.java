package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Values and helpers that several tests of this module share. */
final class StoreTestSupport {
    static final Randomness RANDOM = Randomness.secure();
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final Instant LATER = NOW.plusSeconds(60);
    static final PrincipalName ALICE = new PrincipalName("alice");
    static final PrincipalName BOB = new PrincipalName("bob");
    static final String ENCRYPTION = "aes128-ecb";

    private StoreTestSupport() {}

    static SymmetricKey newKey() {
        return SymmetricKey.random("K_c", 16, RANDOM);
    }

    interface StoreRequest<T, X extends Exception> {
        T run() throws X;
    }

    /** Repeats a request that failed because of a slow disk or a concurrent writer. */
    static <T, X extends Exception> T retryWhileBusy(StoreRequest<T, X> request) throws X {
        while (true) {
            try {
                return request.run();
            } catch (StoreException e) {
                if (!e.isSafeToRetry() || e.error() != RealmError.DATABASE_LOCKED) {
                    throw e;
                }
            }
        }
    }

    /** Executes statements on a separate connection. */
    static void tamper(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String query(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            return statement.executeQuery(query).getString(1);
        }
    }

    static void assertRealmError(RealmError error, ThrowingCallable action) {
        assertThat(catchThrowable(action))
                .asInstanceOf(InstanceOfAssertFactories.throwable(RealmException.class))
                .extracting(RealmException::error)
                .isEqualTo(error);
    }

    static void assertStoreError(RealmError error, ThrowingCallable action) {
        assertThat(catchThrowable(action))
                .asInstanceOf(InstanceOfAssertFactories.throwable(StoreException.class))
                .extracting(StoreException::error)
                .isEqualTo(error);
    }

    static List<String> fileNames(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    static void assertAllPrivate(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path path : entries.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    static boolean anyFileContains(Path folder, byte[] secret) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path path : entries.toList()) {
                if (Collections.indexOfSubList(boxed(Files.readAllBytes(path)), boxed(secret)) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> boxed = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            boxed.add(b);
        }
        return boxed;
    }

    /** Starts a JVM under a umask, with this JVM's class path except for the excluded jar. */
    static Process startJvm(String umask, Class<?> mainClass, String excludedJar, Object... arguments)
            throws Exception {
        List<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(":"))
                .filter(entry -> excludedJar.isEmpty() || !entry.contains(excludedJar))
                .toList();
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-cp", String.join(":", classPath), mainClass.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Waits for a successful exit and returns the output. */
    static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
