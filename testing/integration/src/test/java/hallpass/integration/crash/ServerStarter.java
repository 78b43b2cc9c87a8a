package hallpass.integration.crash;

import hallpass.integration.harness.JarProcess;
import java.io.IOException;

/** Starts a server process with command-line arguments. */
interface ServerStarter {
    JarProcess start(String... arguments) throws IOException;
}
