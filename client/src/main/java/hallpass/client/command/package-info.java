/** The client's commands: what a person types, and what they read. */
@NullMarked
package hallpass.client.command;

import org.jspecify.annotations.NullMarked;
