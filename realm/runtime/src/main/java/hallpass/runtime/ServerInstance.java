package hallpass.runtime;

import hallpass.message.Party;
import java.net.InetSocketAddress;

/**
 * Which server it is, and where it listens.
 *
 * @param replica which of several of the kind, counted from 1
 */
public record ServerInstance(Party party, int replica, InetSocketAddress address) {}
