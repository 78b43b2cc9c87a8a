package hallpass.protocol;

import hallpass.message.PrincipalName;

/** Finds whoever a K1 names. Anybody can send one: nothing was shown yet. */
@FunctionalInterface
public interface ClientLookup {
    /**
     * @throws Refusal C_PRINCIPAL_UNKNOWN or CLIENT_REVOKED, where it is told who exists
     */
    Principal lookUp(PrincipalName name, ExchangeContext context) throws Refusal;

    /** Tells who exists. */
    static ClientLookup of(Principals principals) {
        return (name, context) -> principals.client(name);
    }
}
