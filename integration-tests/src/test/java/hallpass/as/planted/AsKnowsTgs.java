package hallpass.as.planted;

import hallpass.tgs.TicketGrantingServer;

/** A fault on purpose: a server that uses another one's code. */
public record AsKnowsTgs(TicketGrantingServer other) {}
