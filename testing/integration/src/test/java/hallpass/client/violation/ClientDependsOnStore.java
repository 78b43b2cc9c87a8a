package hallpass.client.violation;

import hallpass.store.PrincipalStore;

/** Violates a rule: the client depends on the store. */
public record ClientDependsOnStore(PrincipalStore store) {}
