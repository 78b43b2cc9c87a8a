package hallpass.client.violation;

import hallpass.store.PrincipalStore;

/** A fault on purpose: a client that looks into the KDC's store. */
public record ClientDependsOnStore(PrincipalStore store) {}
