package hallpass.provisioning.violation;

import hallpass.ca.CaRequestHandler;

/** Violates a rule: provisioning depends on a server. */
public record ProvisioningDependsOnCa(CaRequestHandler server) {}
