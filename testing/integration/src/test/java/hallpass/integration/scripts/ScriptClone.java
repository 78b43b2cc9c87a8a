package hallpass.integration.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder with a copy of the scripts, with empty jars and with a folder of stand-ins for other
 * programs, which is the first one in the {@code PATH}.
 */
final class ScriptClone {
    private static final Path SCRIPTS = Path.of(System.getProperty("hallpass.scripts", "../../scripts"));
    private static final long TIMEOUT_SECONDS = 300;
    private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

    /** Prints the character set that Java would use, and its arguments. */
    private static final String PRINTING_JAVA = """
            printf 'charset %s\\n' "$(locale charmap 2>&1)"
            printf 'LC_ALL %s\\n' "${LC_ALL:-}"
            printf '<%s>' "$@"
            """;

    private final Path root;
    private final Map<String, String> variables = new TreeMap<>();

    private ScriptClone(Path root) {
        this.root = root;
        set("PATH", root.resolve("bin") + ":" + SYSTEM_PATH);
        set("HOME", root.toString());
    }

    /** Creates a clone whose jars are up to date. Its Java prints what it was given. */
    static ScriptClone create(Path root) throws IOException {
        Files.createDirectories(root.resolve("scripts"));
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Files.copy(
                        script,
                        root.resolve("scripts").resolve(SCRIPTS.relativize(script)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("realm/distribution/target/hallpass/lib"));
        Files.createFile(root.resolve("realm/distribution/target/hallpass/built"));
        // The version of the stand-ins for java and javac.
        Files.writeString(root.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        return new ScriptClone(root).withProgram("java", PRINTING_JAVA);
    }

    /** Adds a stand-in for a program. */
    ScriptClone withProgram(String name, String script) throws IOException {
        Path file = root.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    /** Hides a program from {@code command -v}, which bash runs as the function exported here. */
    ScriptClone without(String program) {
        return set("BASH_FUNC_command%%", "() { [ \"$2\" != " + program + " ] && builtin command \"$@\"; }");
    }

    /** Adds sources that are as old as the jars, and a Maven that only writes a line. */
    ScriptClone withSources() throws IOException {
        Files.createDirectories(root.resolve("realm/store/src/main"));
        Files.createDirectories(root.resolve("cli/src/main"));
        for (String file : List.of("pom.xml", "cli/pom.xml", "realm/store/pom.xml", "cli/src/main/Main.java")) {
            Files.createFile(root.resolve(file));
        }
        withProgram("javac", "");
        return withProgram("mvn", """
                sleep 0.3
                echo "built in $PWD with ${JAVA_HOME:-no JAVA_HOME}" >> builds
                """);
    }

    ScriptClone set(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Path root() {
        return root;
    }

    Path path(String relative) {
        return root.resolve(relative);
    }

    /** The number of builds. */
    int builds() throws IOException {
        Path builds = path("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** A script of this clone, as a command. */
    String script(String name) {
        return path("scripts/" + name).toString();
    }

    /** Exit code and output, both streams together. */
    record Result(int exit, String output) {}

    /** A process and the file that receives its output. */
    record Running(Process process, Path log) {
        Result await() throws IOException, InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("The script did not end: " + Files.readString(log));
            }
            return new Result(process.exitValue(), Files.readString(log));
        }
    }

    /** Runs lines of bash in the folder of this clone. */
    Result bash(String lines) throws IOException, InterruptedException {
        return run("bash", "-c", lines);
    }

    Result run(String... command) throws IOException, InterruptedException {
        return start(command).await();
    }

    Running start(String... command) throws IOException {
        Path log = Files.createTempFile(root, "output", ".log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
        builder.directory(root.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return new Running(builder.start(), log);
    }
}
