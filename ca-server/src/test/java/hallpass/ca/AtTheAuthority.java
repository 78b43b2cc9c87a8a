package hallpass.ca;

import static hallpass.ca.TestAuthority.AUTHORITY;
import static hallpass.ca.TestAuthority.CA_PAIR;
import static hallpass.ca.TestAuthority.NOW;
import static hallpass.ca.TestAuthority.SERVER;
import static hallpass.ca.TestAuthority.SERVER_PAIR;
import static hallpass.ca.TestAuthority.SKEW;
import static hallpass.ca.TestAuthority.TEMPORARY;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.AesEcb;
import hallpass.message.IssuedCertificate;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Deed;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Done;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests of enrolments share: a classic authority, requests to it, and what its ledger and its story have of them. */
abstract class AtTheAuthority {
    final Seals seals = new Seals(new AesEcb());
    final List<BigInteger> reserved = new ArrayList<>();
    final List<X509Certificate> recorded = new ArrayList<>();
    final List<TraceEvent> events = new ArrayList<>();
    final EnrolmentExchange exchange = exchange(new KeptLedger());

    class KeptLedger implements Ledger {
        @Override
        public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
            assertThat(subject).isEqualTo(SERVER);
            assertThat(validity).isEqualTo(new Validity(NOW.minus(SKEW), NOW.plus(Duration.ofDays(30))));
            events.add(new Done(Deed.TICKET_SESSION_KEY_MADE, "by the ledger"));
            return reserved.add(serial);
        }

        @Override
        public boolean complete(X509Certificate certificate) {
            events.add(new Done(Deed.KEY_STORED, "by the ledger"));
            return recorded.add(certificate);
        }
    }

    final EnrolmentExchange exchange(Ledger ledger) {
        return exchange(ledger, ReplayCache.OFF);
    }

    final EnrolmentExchange exchange(Ledger ledger, ReplayCache replays) {
        EnrolmentExchange.Sources sources = new EnrolmentExchange.Sources(() -> SERVER_PAIR, count -> {
            byte[] sevens = new byte[count];
            Arrays.fill(sevens, (byte) 7);
            return sevens;
        });
        EnrolmentPolicy policy = new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), replays);
        return new EnrolmentExchange(AUTHORITY, seals, sources, policy, ledger);
    }

    final ServerRegistrationReq request(PrincipalName server, Instant sentAt) {
        return new ServerRegistrationReq(seals.sealTo(
                ServerRegistration.PART,
                new ServerRegistration(TEMPORARY, server, sentAt),
                (RSAPublicKey) CA_PAIR.getPublic(),
                "PK_ca",
                Trace.NONE));
    }

    final IssuedCertificate open(ServerRegistrationRep reply) throws Refusal {
        return seals.open(IssuedCertificate.PART, reply.issued(), TEMPORARY, Trace.NONE);
    }

    /** Told to {@link #events}. */
    final Occasion at(Instant now) {
        return new Occasion(now, "127.0.0.1", events::add);
    }
}
