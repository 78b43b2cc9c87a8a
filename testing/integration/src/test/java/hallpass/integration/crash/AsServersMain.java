package hallpass.integration.crash;

import hallpass.message.Party;
import hallpass.testkit.RealmServer;
import java.nio.file.Path;

/** Runs the authentication servers of several realms in one process. */
final class AsServersMain {
    private AsServersMain() {}

    /** @param realms the folders of the realms */
    public static void main(String... realms) throws Exception {
        for (String realm : realms) {
            RealmServer.builder().folder(Path.of(realm)).servers(Party.AS).start();
        }
        System.out.println("as ready on the ports of " + realms.length + " realms");
        Thread.currentThread().join();
    }
}
