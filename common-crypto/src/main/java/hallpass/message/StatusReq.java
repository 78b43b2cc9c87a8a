package hallpass.message;

/** S1, to any server: requests its status. Not authenticated, not audited. */
public record StatusReq() implements Message {}
