/**
 * Persistent state of a realm: principals with their sealed keys, issued certificates, users' notes
 * and replay caches, in SQLite or PostgreSQL.
 */
@NullMarked
package hallpass.store;

import org.jspecify.annotations.NullMarked;
