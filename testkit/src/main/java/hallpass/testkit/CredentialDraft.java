package hallpass.testkit;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.Token;
import java.time.Duration;
import java.time.Instant;

/** A ticket or token in the making: take a good one and change what the test is about. */
public record CredentialDraft(
        SymmetricKey sessionKey,
        PrincipalName client,
        String address,
        PrincipalName server,
        Instant issuedAt,
        Duration lifetime) {

    public CredentialDraft withSessionKey(SymmetricKey other) {
        return new CredentialDraft(other, client, address, server, issuedAt, lifetime);
    }

    public CredentialDraft withClient(PrincipalName other) {
        return new CredentialDraft(sessionKey, other, address, server, issuedAt, lifetime);
    }

    public CredentialDraft withAddress(String other) {
        return new CredentialDraft(sessionKey, client, other, server, issuedAt, lifetime);
    }

    public CredentialDraft withServer(PrincipalName other) {
        return new CredentialDraft(sessionKey, client, address, other, issuedAt, lifetime);
    }

    public CredentialDraft withIssuedAt(Instant other) {
        return new CredentialDraft(sessionKey, client, address, server, other, lifetime);
    }

    public CredentialDraft withLifetime(Duration other) {
        return new CredentialDraft(sessionKey, client, address, server, issuedAt, other);
    }

    public Ticket ticket() {
        return new Ticket(sessionKey, client, address, server, issuedAt, lifetime);
    }

    public Token token() {
        return new Token(sessionKey, client, address, server, issuedAt, lifetime);
    }
}
