package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/**
 * The public key that a server is spoken to with.
 *
 * @param serial of the certificate that came with it, by which the authority knows that
 */
public record ServerKey(PrincipalName server, RSAPublicKey value, BigInteger serial) {}
