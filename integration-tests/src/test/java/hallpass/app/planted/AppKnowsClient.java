package hallpass.app.planted;

import hallpass.client.PkiClient;

/** A fault on purpose: a server that uses the client's code. */
public record AppKnowsClient(PkiClient client) {}
