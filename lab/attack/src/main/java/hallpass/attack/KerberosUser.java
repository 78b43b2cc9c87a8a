package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.message.PrincipalName;
import java.util.Optional;

/** A user with an account, and a client library to act for them. */
public final class KerberosUser {
    private final PrincipalName name;
    private final String password;
    private final ClientSettings settings;
    private final KerberosClient client;
    private Optional<CachedTicket> ticket = Optional.empty();

    KerberosUser(PrincipalName name, String password, ClientSettings settings) {
        this.name = name;
        this.password = password;
        this.settings = settings;
        this.client = new KerberosClient(settings);
    }

    public PrincipalName name() {
        return name;
    }

    public String password() {
        return password;
    }

    public KerberosClient client() {
        return client;
    }

    public CachedTicket login() throws ClientException {
        return client.login(name, password::toCharArray);
    }

    /** Requests a token for the realm's service. */
    public CachedToken requestToken(CachedTicket ticket) throws ClientException {
        return client.requestToken(ticket, settings.config().serviceName());
    }

    /** Logs in if necessary, requests a token, and sends a request to the service. */
    public String request(String request) throws ClientException {
        CachedTicket current = ticket.isPresent() ? ticket.get() : login();
        ticket = Optional.of(current);
        return client.request(requestToken(current), request);
    }

    /** Stores a note at the service that only its owner may read. */
    public SecretNote storeNote(AttackContext context) throws ClientException {
        SecretNote note = SecretNote.of(name, context);
        request(note.storeRequest());
        context.narration().paragraph("The note says: " + note.text());
        return note;
    }

    @Override
    public String toString() {
        return name.text();
    }
}
