/**
 * The application servers: the Kerberos service and the PKI application server, which serve the
 * same resources.
 */
@NullMarked
package hallpass.app;

import org.jspecify.annotations.NullMarked;
