package hallpass.app.violation;

import hallpass.client.PkiClient;

/** A fault on purpose: a server that uses the client's code. */
public record AppDependsOnClient(PkiClient client) {}
