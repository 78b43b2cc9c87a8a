package hallpass.integration.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.integration.scripts.ScriptClone.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files have the same content in every clone, whatever the settings of Git are. */
class CheckoutTest {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"core.autocrlf=true", "core.eol=crlf", "core.autocrlf=input"})
    void textHasNoCarriageReturns(String setting) throws Exception {
        ScriptClone folder = ScriptClone.create(temporary.resolve("folder"));
        String source = Path.of("../..").toRealPath().toString();
        Result cloned = folder.bash("git clone -q -c " + setting + " '" + source + "' cloned");
        assumeTrue(cloned.exit() == 0, "this folder is not a repository that git can clone: " + cloned.output());

        // Git has no attributes for the files of the root folder, which nothing reads line by line.
        Result result = folder.bash("cd cloned; git ls-files --eol -- '*/*' | grep w/crlf");

        assertThat(result.output()).isEmpty();
    }
}
