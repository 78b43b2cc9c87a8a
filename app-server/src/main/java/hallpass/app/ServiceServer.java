package hallpass.app;

import hallpass.protocol.ClockSkew;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.Seals;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.Server.Preparation;
import hallpass.server.ServerContext;
import hallpass.server.ServerProgram;
import hallpass.trace.Party;
import java.util.List;

/** The process of the Kerberos service server: the ticket door to the desk. */
public final class ServiceServer {
    private ServiceServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.SERVICE,
                "The Kerberos service server: serves whoever shows a good token.",
                ServiceServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        KeyTable.Entry key = KeyTable.read(realm.serviceKeys()).newest(config.serviceName(), realm.serviceKeys());
        StoredNotes notes = StoredNotes.open(realm.notes(Party.SERVICE));
        Seals seals = config.seals();
        ClockSkew skew = config.clockSkew();
        ApplicationExchange application =
                new ApplicationExchange(seals, key.key(), new CredentialCheck(key.name(), skew));
        ServiceExchange service = new ServiceExchange(seals, skew, new ResourceDesk(config.resources(), notes));
        return new Server(key.name(), () -> new TicketDoor(application, service), Preparation.none(), List.of(notes));
    }
}
