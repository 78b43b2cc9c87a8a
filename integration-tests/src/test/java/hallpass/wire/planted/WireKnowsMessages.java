package hallpass.wire.planted;

import hallpass.message.AsReq;

/** A fault on purpose: the lowest package knows one above it. */
public record WireKnowsMessages(AsReq message) {}
