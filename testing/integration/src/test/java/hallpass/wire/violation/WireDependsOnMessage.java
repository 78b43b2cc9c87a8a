package hallpass.wire.violation;

import hallpass.message.AsReq;

/** A fault on purpose: the lowest package knows one above it. */
public record WireDependsOnMessage(AsReq message) {}
