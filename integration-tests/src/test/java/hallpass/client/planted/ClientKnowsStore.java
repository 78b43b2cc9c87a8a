package hallpass.client.planted;

import hallpass.store.PrincipalStore;

/** A fault on purpose: a client that looks into the KDC's store. */
public record ClientKnowsStore(PrincipalStore store) {}
