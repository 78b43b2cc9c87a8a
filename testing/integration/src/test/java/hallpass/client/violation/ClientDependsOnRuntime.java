package hallpass.client.violation;

import hallpass.runtime.RunningServer;

/** Violates a rule: the client depends on the server runtime. */
public record ClientDependsOnRuntime(RunningServer server) {}
