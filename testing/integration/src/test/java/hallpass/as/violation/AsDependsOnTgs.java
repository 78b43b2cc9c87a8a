package hallpass.as.violation;

import hallpass.tgs.TgsRequestHandler;

/** A fault on purpose: a server that uses another one's code. */
public record AsDependsOnTgs(TgsRequestHandler other) {}
