package hallpass.attack;

import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.message.PrincipalName;
import java.util.Optional;

/** Somebody with an account, and the client's own code to use it with. */
public final class Person {
    private final PrincipalName name;
    private final String password;
    private final ClientSetting setting;
    private final KerberosClient client;
    private Optional<HeldTicket> ticket = Optional.empty();

    Person(PrincipalName name, String password, ClientSetting setting) {
        this.name = name;
        this.password = password;
        this.setting = setting;
        this.client = new KerberosClient(setting);
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

    public HeldTicket login() throws Failure {
        return client.login(name, password::toCharArray);
    }

    /** A token for the desk. */
    public HeldToken token(HeldTicket ticket) throws Failure {
        return client.token(ticket, setting.config().serviceName());
    }

    /** The whole way: logs in unless that was done before, gets a token, and asks the desk. */
    public String ask(String request) throws Failure {
        HeldTicket held = ticket.isPresent() ? ticket.get() : login();
        ticket = Optional.of(held);
        return client.request(token(held), request);
    }

    /** Something at the desk that nobody else should read. */
    public Note keepNote(Stage stage) throws Failure {
        Note note = Note.of(name, stage);
        ask(note.kept());
        stage.tale().say("The note says: " + note.text());
        return note;
    }

    @Override
    public String toString() {
        return name.text();
    }
}
