package hallpass.admin.planted;

import hallpass.ca.AuthorityServer;

/** A fault on purpose: an administrator's command that is a server. */
public record AdminKnowsCa(AuthorityServer server) {}
