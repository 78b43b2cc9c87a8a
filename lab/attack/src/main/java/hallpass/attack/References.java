package hallpass.attack;

/** Publications that several attacks refer to. */
public final class References {
    public static final String NDSS_2004 =
            "Yu, Hartman, Raeburn: The Perils of Unauthenticated Encryption: Kerberos Version 4 (NDSS 2004)";
    public static final String BELLOVIN_MERRITT =
            "Bellovin, Merritt: Limitations of the Kerberos Authentication System (USENIX 1991)";
    public static final String RFC_4120_10 = "RFC 4120, section 10, Security Considerations";

    private References() {}
}
