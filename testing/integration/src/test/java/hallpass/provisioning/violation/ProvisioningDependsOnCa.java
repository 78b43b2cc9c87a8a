package hallpass.provisioning.violation;

import hallpass.ca.CaRequestHandler;

/** A fault on purpose: an administrator's command that is a server. */
public record ProvisioningDependsOnCa(CaRequestHandler server) {}
