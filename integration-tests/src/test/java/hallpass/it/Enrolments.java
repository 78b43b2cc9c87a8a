package hallpass.it;

import hallpass.app.Enrolment;
import hallpass.app.ServerIdentity;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateCheck;
import hallpass.pki.KeyMaterialException;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;

/** P1 and P2 by themselves, as the application server does them. */
final class Enrolments {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RealmConfig config;
    private final Enrolment enrolment;

    Enrolments(LabFolder folder, PrincipalName server) throws RealmProblem, KeyMaterialException {
        this.config = folder.config();
        CertificateCheck authority =
                CertificateCheck.trusting(PemFiles.certificate(folder.open().authorityCertificate(Party.APP)));
        this.enrolment = new Enrolment(server, authority, config.clockSkew(), config.seals(), Randomness.secure());
    }

    /** One that is ready to be sent, on a connection that is open. */
    final class Request implements AutoCloseable {
        private final MessageConnection connection;
        private final Enrolment.Asked asked;

        private Request(MessageConnection connection) {
            this.connection = connection;
            this.asked = enrolment.ask(now());
        }

        /** Sends it, the same bytes each time. */
        ServerIdentity send() throws UnreachableException, ErrorReply, DecodeException, Refusal {
            ServerRegistrationRep reply = connection.ask(asked.request(), ServerRegistrationRep.class, Trace.NONE);
            return enrolment.accept(asked, reply, now()).identity();
        }

        /** Where the authority sees it come from. */
        InetSocketAddress sender() {
            return connection.localAddress();
        }

        private Occasion now() {
            return new Occasion(InstantSource.system().instant(), "127.0.0.1", Trace.NONE);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    Request prepare() throws UnreachableException {
        return new Request(MessageConnection.open(config.address(Party.CA), PATIENCE, PATIENCE));
    }
}
