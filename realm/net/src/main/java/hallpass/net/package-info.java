/** Framed TCP server and client: limits, deadlines and orderly stop. */
@NullMarked
package hallpass.net;

import org.jspecify.annotations.NullMarked;
