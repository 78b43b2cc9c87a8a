package hallpass.protocol;

import hallpass.message.PrincipalName;

/** Finds whoever a K1 names. Anybody can send one: nothing was shown yet. */
@FunctionalInterface
public interface Applicants {
    /**
     * @throws Refusal C_PRINCIPAL_UNKNOWN or CLIENT_REVOKED, where it is told who exists
     */
    Principal applicant(PrincipalName name, Occasion at) throws Refusal;

    /** Tells who exists. */
    static Applicants known(Principals principals) {
        return (name, at) -> principals.client(name);
    }
}
