package hallpass.runtime;

import hallpass.message.Party;
import java.net.InetSocketAddress;

/**
 * Identity and listen address of one server.
 *
 * @param replica number of the replica, counted from 1
 * @param address listen address; with port 0 the system chooses a port
 */
public record ServerInstance(Party party, int replica, InetSocketAddress address) {}
