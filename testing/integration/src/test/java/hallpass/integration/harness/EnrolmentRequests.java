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

/** Sends enrolment requests (P1, P2) as the application server does. */
public final class EnrolmentRequests {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final RealmConfig config;
    private final EnrolmentExchangeClient enrolment;

    public EnrolmentRequests(RealmFixture realm, PrincipalName server) throws RealmException, KeyMaterialException {
        this.config = realm.config();
        CertificateValidator authority = CertificateValidator.trusting(
                PemFiles.readCertificate(realm.open().authorityCertificate(Party.APP)));
        this.enrolment = new EnrolmentExchangeClient(
                server, authority, config.clockSkew(), config.sealer(), Randomness.secure());
    }

    /** An encoded request and an open connection to the CA. */
    public final class PreparedEnrolment implements AutoCloseable {
        private final MessageConnection connection;
        private final EnrolmentExchangeClient.EnrolmentAttempt attempt;

        private PreparedEnrolment(MessageConnection connection) {
            this.connection = connection;
            this.attempt = enrolment.createRequest(now());
        }

        /** Sends the request; repeated calls send the same bytes. */
        public ServerIdentity send() throws UnreachableException, ErrorReplyException, DecodeException, Refusal {
            ServerRegistrationRep reply = connection.call(attempt.request(), ServerRegistrationRep.class, Trace.NONE);
            return enrolment.accept(attempt, reply, now()).identity();
        }

        /** The client side of the connection, as the CA sees it. */
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
