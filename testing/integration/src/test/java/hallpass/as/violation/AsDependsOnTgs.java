package hallpass.as.violation;

import hallpass.tgs.TgsRequestHandler;

/** Violates a rule: a server depends on another server. */
public record AsDependsOnTgs(TgsRequestHandler other) {}
