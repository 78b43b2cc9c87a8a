package hallpass.integration.harness;

import hallpass.app.EnrolmentExchangeClient;
import hallpass.app.ServerIdentity;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateValidator;
import hallpass.pki.KeyMaterialException;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;

/** P1 and P2 by themselves, as the application server does them. */
public final class EnrolmentRequests {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RealmConfig config;
    private final EnrolmentExchangeClient enrolment;

    public EnrolmentRequests(RealmFixture folder, PrincipalName server) throws RealmException, KeyMaterialException {
        this.config = folder.config();
        CertificateValidator authority = CertificateValidator.trusting(
                PemFiles.readCertificate(folder.open().authorityCertificate(Party.APP)));
        this.enrolment = new EnrolmentExchangeClient(
                server, authority, config.clockSkew(), config.sealer(), Randomness.secure());
    }

    /** One that is ready to be sent, on a connection that is open. */
    public final class PreparedEnrolment implements AutoCloseable {
        private final MessageConnection connection;
        private final EnrolmentExchangeClient.EnrolmentAttempt asked;

        private PreparedEnrolment(MessageConnection connection) {
            this.connection = connection;
            this.asked = enrolment.createRequest(now());
        }

        /** Sends it, the same bytes each time. */
        public ServerIdentity send() throws UnreachableException, ErrorReplyException, DecodeException, Refusal {
            ServerRegistrationRep reply = connection.call(asked.request(), ServerRegistrationRep.class, Trace.NONE);
            return enrolment.accept(asked, reply, now()).identity();
        }

        /** Where the authority sees it come from. */
        public InetSocketAddress localAddress() {
            return connection.localAddress();
        }

        private ExchangeContext now() {
            return new ExchangeContext(InstantSource.system().instant(), "127.0.0.1", Trace.NONE);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    public PreparedEnrolment prepare() throws UnreachableException {
        return new PreparedEnrolment(MessageConnection.open(config.address(Party.CA), TIMEOUT, TIMEOUT));
    }
}
