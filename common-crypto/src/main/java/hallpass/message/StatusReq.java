package hallpass.message;

/** Asks any server how it is. */
public record StatusReq() implements Message {}
