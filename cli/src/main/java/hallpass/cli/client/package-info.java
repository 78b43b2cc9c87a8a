/** Client commands: login, tickets, requests, key update, PKI. */
@NullMarked
package hallpass.cli.client;

import org.jspecify.annotations.NullMarked;
