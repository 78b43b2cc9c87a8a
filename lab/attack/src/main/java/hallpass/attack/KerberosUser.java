package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.message.PrincipalName;
import java.util.Optional;

/** Somebody with an account, and the client's own code to use it with. */
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

    /** A token for the desk. */
    public CachedToken requestToken(CachedTicket ticket) throws ClientException {
        return client.requestToken(ticket, settings.config().serviceName());
    }

    /** The whole way: logs in unless that was done before, gets a token, and asks the desk. */
    public String request(String request) throws ClientException {
        CachedTicket current = ticket.isPresent() ? ticket.get() : login();
        ticket = Optional.of(current);
        return client.request(requestToken(current), request);
    }

    /** Something at the desk that nobody else should read. */
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
