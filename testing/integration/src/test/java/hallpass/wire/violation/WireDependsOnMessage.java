package hallpass.wire.violation;

import hallpass.message.AsReq;

/** Violates a rule: the lowest layer depends on a higher one. */
public record WireDependsOnMessage(AsReq message) {}
