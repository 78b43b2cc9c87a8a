package hallpass.protocol;

import hallpass.message.PrincipalName;

/** Looks up the client named in an AS-REQ. The request is not authenticated. */
@FunctionalInterface
public interface ClientLookup {
    /**
     * @throws Refusal C_PRINCIPAL_UNKNOWN or CLIENT_REVOKED, unless the policy hides which clients
     *     exist
     */
    Principal lookUp(PrincipalName name, ExchangeContext context) throws Refusal;

    /** A lookup that reveals which clients exist. */
    static ClientLookup of(Principals principals) {
        return (name, context) -> principals.client(name);
    }
}
