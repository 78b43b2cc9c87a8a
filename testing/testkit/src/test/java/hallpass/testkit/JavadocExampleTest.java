package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the Javadoc of {@link RealmServer} compiles as it stands. */
class JavadocExampleTest {
    private static final Path SOURCE = Path.of("src/main/java/hallpass/testkit/RealmServer.java");
    private static final List<String> PACKAGES = List.of(
            "hallpass.client", "hallpass.client.credential", "hallpass.crypto", "hallpass.message", "hallpass.trace");

    @TempDir
    Path output;

    @Test
    void compiles() throws Exception {
        String program = PACKAGES.stream().map("import %s.*;\n"::formatted).collect(Collectors.joining())
                + "class Example { void run() throws Exception {\n" + example() + "} }";
        StringWriter errors = new StringWriter();
        CompilationTask task = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        errors,
                        null,
                        null,
                        List.of("-d", output.toString(), "-proc:none"),
                        null,
                        List.of(new Source("package hallpass.testkit;\n" + program)));

        assertThat(task.call()).as("%s%n%s", errors, program).isTrue();
    }

    private static String example() throws Exception {
        Matcher example =
                Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL).matcher(Files.readString(SOURCE));
        assertThat(example.find()).isTrue();
        return example.group(1)
                .lines()
                .map(line -> line.replaceFirst("^ \\* ?", ""))
                .collect(Collectors.joining("\n"));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///hallpass/testkit/Example.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
