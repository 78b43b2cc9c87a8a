package hallpass.integration.crash;

import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Network namespaces that act as separate machines: one for each server and one for the client. A
 * bridge in the client's namespace connects them; they have no other connection.
 */
final class NetworkNamespaces implements AutoCloseable {
    static final NetworkNamespaces NONE = new NetworkNamespaces();

    private static final String NETWORK_PREFIX = "10.77.0.";
    private static final int BASE_PORT = 8800;

    private final String prefix = "hallpass-" + ProcessHandle.current().pid();
    private final List<String> created = new ArrayList<>();

    private NetworkNamespaces() {}

    static boolean isSupported() throws InterruptedException {
        String name = "hallpass-name-" + ProcessHandle.current().pid();
        try {
            run("ip", "netns", "add", name);
            run("ip", "netns", "del", name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static NetworkNamespaces create(List<Party> servers) throws IOException, InterruptedException {
        NetworkNamespaces machines = new NetworkNamespaces();
        machines.createClient();
        for (Party party : servers) {
            machines.createServer(party);
        }
        return machines;
    }

    private void createClient() throws IOException, InterruptedException {
        add(clientName());
        run("ip", "-n", clientName(), "link", "add", "br0", "type", "bridge");
        run("ip", "-n", clientName(), "addr", "add", NETWORK_PREFIX + "100/24", "dev", "br0");
        run("ip", "-n", clientName(), "link", "set", "br0", "up");
        run("ip", "-n", clientName(), "link", "set", "lo", "up");
    }

    private void createServer(Party party) throws IOException, InterruptedException {
        add(name(party));
        run(
                "ip",
                "-n",
                clientName(),
                "link",
                "add",
                vethName(party),
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                name(party));
        run("ip", "-n", clientName(), "link", "set", vethName(party), "master", "br0");
        run("ip", "-n", name(party), "addr", "add", NETWORK_PREFIX + hostNumber(party) + "/24", "dev", "eth0");
        run("ip", "-n", name(party), "link", "set", "eth0", "up");
        run("ip", "-n", name(party), "link", "set", "lo", "up");
        plugIn(party);
    }

    private void add(String name) throws IOException, InterruptedException {
        run("ip", "netns", "add", name);
        created.add(name);
    }

    /**
     * The settings of {@code realm.toml} for the servers' addresses. A realm does not mix loopback
     * addresses with others, so all servers have one, also those without a namespace.
     */
    static Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>();
        for (Party party : Party.SERVERS) {
            addresses.put(
                    "addresses." + party.id(),
                    NETWORK_PREFIX + hostNumber(party) + ":" + (BASE_PORT + hostNumber(party)));
        }
        return addresses;
    }

    JarLauncher serverLauncher(Party party, JarLauncher launcher) {
        return launcher.wrappedBy(List.of("ip", "netns", "exec", name(party)));
    }

    JarLauncher clientLauncher(JarLauncher launcher) {
        return launcher.wrappedBy(List.of("ip", "netns", "exec", clientName()));
    }

    void unplug(Party party) throws IOException, InterruptedException {
        run("ip", "-n", clientName(), "link", "set", vethName(party), "down");
    }

    void plugIn(Party party) throws IOException, InterruptedException {
        run("ip", "-n", clientName(), "link", "set", vethName(party), "up");
    }

    private String clientName() {
        return prefix + "-client";
    }

    private String name(Party party) {
        return prefix + "-" + party.id();
    }

    private static String vethName(Party party) {
        return "to-" + party.id();
    }

    private static int hostNumber(Party party) {
        return 1 + Party.SERVERS.indexOf(party);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    @Override
    public void close() {
        for (String name : created) {
            try {
                run("ip", "netns", "del", name);
            } catch (IOException e) {
                throw new AssertionError("cannot delete a network namespace", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
