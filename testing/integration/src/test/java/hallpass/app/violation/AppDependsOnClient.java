package hallpass.app.violation;

import hallpass.client.PkiClient;

/** Violates a rule: a server depends on the client. */
public record AppDependsOnClient(PkiClient client) {}
