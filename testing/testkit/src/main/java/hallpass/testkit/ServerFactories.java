package hallpass.testkit;

import hallpass.app.AppServer;
import hallpass.app.ServiceServer;
import hallpass.as.AsServer;
import hallpass.ca.CaServer;
import hallpass.message.Party;
import hallpass.runtime.ServerAssembly.ServerFactory;
import hallpass.tgs.TgsServer;

/** The factories that the server processes use, by party. */
final class ServerFactories {
    private ServerFactories() {}

    static ServerFactory of(Party server) {
        return switch (server) {
            case AS -> AsServer::assemble;
            case TGS -> TgsServer::assemble;
            case SERVICE -> ServiceServer::assemble;
            case CA -> CaServer::assemble;
            case APP -> AppServer::assemble;
            case CLIENT, REALM -> throw new IllegalArgumentException(server + " is not a server");
        };
    }
}
