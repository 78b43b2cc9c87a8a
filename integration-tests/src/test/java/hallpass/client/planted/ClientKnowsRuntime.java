package hallpass.client.planted;

import hallpass.server.RunningServer;

/** A fault on purpose: a client that runs a server. */
public record ClientKnowsRuntime(RunningServer server) {}
