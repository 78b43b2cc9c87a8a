package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import java.security.interfaces.RSAPublicKey;

/** The public key that a server is spoken to with. */
public record ServerKey(PrincipalName server, RSAPublicKey value) {}
