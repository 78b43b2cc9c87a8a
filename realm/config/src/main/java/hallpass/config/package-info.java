/** The realm folder: {@code realm.toml}, keytabs, certificates and private files. */
@NullMarked
package hallpass.config;

import org.jspecify.annotations.NullMarked;
