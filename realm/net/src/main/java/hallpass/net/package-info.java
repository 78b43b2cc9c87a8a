/** Framed TCP server and client with limits, deadlines and graceful stop. */
@NullMarked
package hallpass.net;

import org.jspecify.annotations.NullMarked;
