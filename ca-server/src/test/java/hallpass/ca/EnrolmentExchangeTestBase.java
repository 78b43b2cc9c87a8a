package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.CA_PAIR;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SERVER;
import static hallpass.ca.TestCa.SERVER_PAIR;
import static hallpass.ca.TestCa.SKEW;
import static hallpass.ca.TestCa.TEMPORARY_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.AesEcb;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.ActionPerformed;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A classic authority with a recording ledger and trace, and requests to it. */
abstract class EnrolmentExchangeTestBase {
    final Sealer sealer = new Sealer(new AesEcb());
    final List<BigInteger> reserved = new ArrayList<>();
    final List<X509Certificate> recorded = new ArrayList<>();
    final List<TraceEvent> events = new ArrayList<>();
    final EnrolmentExchange exchange = exchange(new RecordingLedger());

    class RecordingLedger implements IssuanceLedger {
        @Override
        public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
            assertThat(subject).isEqualTo(SERVER);
            assertThat(validity).isEqualTo(new Validity(NOW.minus(SKEW), NOW.plus(Duration.ofDays(30))));
            events.add(new ActionPerformed(Action.TICKET_SESSION_KEY_GENERATED, "by the ledger"));
            return reserved.add(serial);
        }

        @Override
        public boolean complete(X509Certificate certificate) {
            events.add(new ActionPerformed(Action.KEY_STORED, "by the ledger"));
            return recorded.add(certificate);
        }
    }

    final EnrolmentExchange exchange(IssuanceLedger ledger) {
        return exchange(ledger, ReplayCache.DISABLED);
    }

    final EnrolmentExchange exchange(IssuanceLedger ledger, ReplayCache replays) {
        EnrolmentExchange.KeyMaterialSources sources =
                new EnrolmentExchange.KeyMaterialSources(() -> SERVER_PAIR, count -> {
                    byte[] sevens = new byte[count];
                    Arrays.fill(sevens, (byte) 7);
                    return sevens;
                });
        EnrolmentPolicy policy = new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), replays);
        return new EnrolmentExchange(AUTHORITY, sealer, sources, policy, ledger);
    }

    final ServerRegistrationReq request(PrincipalName server, Instant sentAt) {
        return new ServerRegistrationReq(sealer.sealToPublicKey(
                ServerRegistrationReqPart.PART,
                new ServerRegistrationReqPart(TEMPORARY_KEY, server, sentAt),
                (RSAPublicKey) CA_PAIR.getPublic(),
                "PK_ca",
                Trace.NONE));
    }

    final ServerRegistrationRepPart open(ServerRegistrationRep reply) throws Refusal {
        return sealer.open(ServerRegistrationRepPart.PART, reply.encPart(), TEMPORARY_KEY, Trace.NONE);
    }

    /** A context that traces to {@link #events}. */
    final ExchangeContext contextAt(Instant now) {
        return new ExchangeContext(now, "127.0.0.1", events::add);
    }
}
