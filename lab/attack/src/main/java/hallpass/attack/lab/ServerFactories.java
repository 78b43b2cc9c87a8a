package hallpass.attack.lab;

import hallpass.app.AppServer;
import hallpass.app.ServiceServer;
import hallpass.as.AsServer;
import hallpass.ca.CaServer;
import hallpass.message.Party;
import hallpass.runtime.ServerAssembly;
import hallpass.tgs.TgsServer;

/** The factories of the five servers, for running them in another process. */
public final class ServerFactories {
    private ServerFactories() {}

    public static ServerAssembly.ServerFactory of(Party server) {
        return switch (server) {
            case AS -> AsServer::assemble;
            case TGS -> TgsServer::assemble;
            case SERVICE -> ServiceServer::assemble;
            case CA -> CaServer::assemble;
            case APP -> AppServer::assemble;
            case CLIENT, REALM -> throw new IllegalArgumentException(server + " is no server");
        };
    }
}
