package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Interceptor;
import hallpass.adversary.RecordedFrame;
import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.AttackerKeyPair;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.PkiUser;
import hallpass.attack.SecretNote;
import hallpass.attack.ServerGroups;
import hallpass.attack.ServerImpersonator;
import hallpass.attack.Verdict;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.pki.RsaKeys;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Guard;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Re-encrypts a client's registration for another server, so that the client's requests act there.
 */
public final class C7Misbinding implements Attack {
    private static final PrincipalName OWN_SERVER = new PrincipalName("ID-Mallory");

    private final Optional<PrincipalName> wantedServer;

    public C7Misbinding() {
        this(Optional.of(OWN_SERVER));
    }

    /**
     * @param wantedServer the server that the victim addresses; empty for the realm's own server
     */
    private C7Misbinding(Optional<PrincipalName> wantedServer) {
        this.wantedServer = wantedServer;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C7",
                "misbinding",
                "P5 does not name its recipient. A malicious server to which the client really wants "
                        + "to talk decrypts P5, re-encrypts the content to another server and passes that "
                        + "server's P6 back. The client then believes it has a session with the first server, "
                        + "and the second server has a session with the client: what the client sends to the "
                        + "first takes effect at the second, in the client's name.",
                List.of("a server with a certificate of the realm's authority, which a client wants to use"),
                List.of(
                        "Lowe: Breaking and Fixing the Needham-Schroeder Public-Key Protocol (TACAS 1996)",
                        "Krawczyk: SIGMA (CRYPTO 2003), on identity misbinding"),
                Defences.of(Guard.TRANSCRIPT, "1034 client")
                        .and(Guard.CLIENT_CERTIFICATE, "1035 app")
                        .hardened("1035 app"));
    }

    @Override
    public List<String> remarks() {
        return List.of("With transcript, the client detects that P6 comes from another server. An attacker "
                + "who signs as their own server, as the client expects, can still open a session "
                + "elsewhere in the client's name, as anybody can: that is C8. client-certificate stops both.");
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a client that addresses the other server: the certificate has the wrong name",
                new C7Misbinding(Optional.empty()),
                "1023 client"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        PrincipalName server = context.config().serverName();
        ServerIdentity own = AttackerKeyPair.identity(
                OWN_SERVER,
                context.lab().issueServerCertificate(OWN_SERVER, AttackerKeyPair.publicKey()),
                context.trustedAuthority(),
                context);
        PkiUser victim = context.pkiUser("alice", wantedServer.orElse(server));
        PkiUser returningVictim = context.pkiUser("alice");
        SecretNote note = new SecretNote(victim.name(), context.principals().phrase("what alice tells " + OWN_SERVER));
        narration.step(
                "The authority has certified another server, " + OWN_SERVER + ", which belongs to the attacker.");
        narration.step("alice wants to store a note there. Meanwhile the attacker requests P4 from " + server + ".");
        context.skipServerTraces();
        try (AttackerConnection connection = context.connect(Party.APP)) {
            Relay relay = new Relay(own, connection, context);
            Outcome relayed = context.attempt(relay, () -> {
                victim.request(note.storeRequest());
                return Outcome.noEffect(OWN_SERVER + " has stored a note for alice, as she believes");
            });
            narrateRelay(relay, context);
            if (relayed.verdict() == Verdict.REFUSED) {
                return relayed;
            }
        }
        narration.step("alice connects to " + server + " directly and reads her note.");
        return outcomeOf(returningVictim.request(SecretNote.READ_REQUEST), note, server);
    }

    private static void narrateRelay(Relay relay, AttackContext context) throws InterruptedException {
        Narration narration = context.narration();
        if (relay.resealed.isPresent()) {
            narration.paragraph(
                    "The attacker decrypts P5 with their own key and encrypts its content to the other server:");
            narration.verbatim(List.of(
                    "from alice   RSA(PK of " + OWN_SERVER + ")[ K_tmp2 | ID_c | IP_c | Port_c | TS5 ]",
                    "to server    RSA(PK of " + context.config().serverName() + ")[ the same ]"));
        }
        narration.paragraph("What " + context.config().serverName() + " sees:");
        context.narrateServerTraces();
    }

    private static Outcome outcomeOf(String found, SecretNote note, PrincipalName server) {
        return found.equals(note.text())
                ? Outcome.succeeded(server + " stores in alice's name what she sent to " + OWN_SERVER + ": " + found)
                : Outcome.noEffect(server + " does not know what alice sent to " + OWN_SERVER);
    }

    /** A relay between a client of the attacker's server and the realm's application server. */
    private static final class Relay implements RequestHandler, Interceptor {
        private final ServerIdentity identity;
        private final AttackerConnection connection;
        private final AttackContext context;
        private final RSAPublicKey serverKey;
        private final ServerImpersonator impersonator;
        private volatile Optional<ClientRegistrationReq> resealed = Optional.empty();

        Relay(ServerIdentity identity, AttackerConnection connection, AttackContext context) throws Exception {
            this.identity = identity;
            this.connection = connection;
            this.context = context;
            ServerCertificateReq greeting = new ServerCertificateReq(
                    context.config().serverName(), context.exchangeContext().now());
            this.serverKey = RsaKeys.decodePublicKey(
                    connection.request(greeting, ServerCertificateRep.class).publicKey());
            this.impersonator = new ServerImpersonator(Party.APP, this, context);
        }

        /** Passes the attacker's own P5 and all messages within the session. */
        @Override
        public Decision decide(RecordedFrame recorded) {
            Optional<Message> message = recorded.message();
            boolean fromVictim = message.filter(
                            said -> said instanceof ServerCertificateReq || said instanceof ClientRegistrationReq)
                    .isPresent();
            return fromVictim && !message.equals(resealed) ? impersonator.decide(recorded) : Decision.PASS;
        }

        @Override
        public Message handle(Message request, ExchangeContext exchangeContext) throws Refusal {
            if (request instanceof ClientRegistrationReq registration) {
                return register(registration);
            }
            return new ServerCertificateRep(
                    RsaKeys.encode(identity.publicKey()), identity.certificate(), exchangeContext.now());
        }

        private Message register(ClientRegistrationReq request) throws Refusal {
            Sealer sealer = context.sealer();
            ClientRegistrationReqPart registration = sealer.open(
                    ClientRegistrationReqPart.PART, request.registration(), identity.privateKey(), "SK_m", Trace.NONE);
            ClientRegistrationReq resealedRequest = new ClientRegistrationReq(
                    sealer.sealToPublicKey(ClientRegistrationReqPart.PART, registration, serverKey, "PK_s", Trace.NONE),
                    request.certificate(),
                    request.signature());
            resealed = Optional.of(resealedRequest);
            Message reply = forward(resealedRequest);
            if (!(reply instanceof ClientRegistrationRep session)) {
                return reply;
            }
            ClientRegistrationRepPart part = sealer.open(
                    ClientRegistrationRepPart.PART,
                    session.encPart(),
                    registration.temporaryKey(),
                    AssociatedData.ofReplyTo(resealedRequest),
                    Trace.NONE);
            return new ClientRegistrationRep(sealer.seal(
                    ClientRegistrationRepPart.PART,
                    part,
                    registration.temporaryKey(),
                    AssociatedData.ofReplyTo(request),
                    Trace.NONE));
        }

        private Message forward(ClientRegistrationReq request) throws Refusal {
            try {
                return connection.request(request, Message.class);
            } catch (Exception e) {
                throw new Refusal(ErrorCode.KRB_ERR_GENERIC, "the other server does not answer");
            }
        }
    }
}
