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
import hallpass.attack.Outcome;
import hallpass.attack.PkiUser;
import hallpass.attack.SecretNote;
import hallpass.attack.ServerGroups;
import hallpass.attack.ServerImpersonator;
import hallpass.attack.Verdict;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
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

/** What a client seals to one server, that server seals again to another one. */
public final class C7Misbinding implements Attack {
    private static final PrincipalName OWN_SERVER = new PrincipalName("ID-Mallory");

    private final Optional<PrincipalName> wantedServer;

    public C7Misbinding() {
        this(Optional.of(OWN_SERVER));
    }

    /** @param wantedServer by the victim; empty for the realm's own server */
    private C7Misbinding(Optional<PrincipalName> wantedServer) {
        this.wantedServer = wantedServer;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C7",
                "misbinding",
                "P5 does not say for whom it is. A server that the client really wants to speak to opens it, seals the "
                        + "same to another server, and passes that one's P6 back. Then the client has a session with "
                        + "one server, as it believes, and the other one has it, as that one believes: what the client "
                        + "says to the first is done at the second, in the client's name.",
                List.of("a server of their own, certified by the realm's authority, that a client wants to speak to"),
                List.of(
                        "Lowe: Breaking and Fixing the Needham-Schroeder Public-Key Protocol (TACAS 1996)",
                        "Krawczyk: SIGMA (CRYPTO 2003), on identity misbinding"),
                Defences.of(Guard.TRANSCRIPT, "1034 client")
                        .and(Guard.CLIENT_CERTIFICATE, "1035 app")
                        .hardened("1035 app"));
    }

    @Override
    public List<String> remarks() {
        return List.of("transcript shows the client that another server's P6 was passed on. An attacker who signs for "
                + "themselves, as the server that the client meant, has a session of the client's name elsewhere, as "
                + "anybody can have: that is C8. client-certificate stops both.");
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a client that wants to speak to the other server: the certificate is not that one's",
                new C7Misbinding(Optional.empty()),
                "1023 client"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        PrincipalName server = context.config().serverName();
        ServerIdentity own = AttackerKeyPair.identity(
                OWN_SERVER,
                context.lab().issueServerCertificate(OWN_SERVER, AttackerKeyPair.publicKey()),
                context.trustedAuthority(),
                context);
        PkiUser victim = context.pkiUser("alice", wantedServer.orElse(server));
        PkiUser returningVictim = context.pkiUser("alice");
        SecretNote note =
                new SecretNote(victim.name(), context.principals().phrase("what alice tells " + OWN_SERVER));
        context
                .narration()
                .step("The authority has certified another server, " + OWN_SERVER + ". It is the attacker's.");
        context
                .narration()
                .step("alice wants to keep a note there. The attacker asks " + server + " for its P4 meanwhile.");
        context.skipServerTraces();
        try (AttackerConnection connection = context.connect(Party.APP)) {
            Relay relay = new Relay(own, connection, context);
            Outcome relayed = context.attempt(relay, () -> {
                victim.request(note.storeRequest());
                return Outcome.noEffect(OWN_SERVER + " has kept a note for alice, as she believes");
            });
            narrateRelay(relay, context);
            if (relayed.verdict() == Verdict.REFUSED) {
                return relayed;
            }
        }
        context.narration().step("alice goes to " + server + " herself, and asks for her note.");
        return outcomeOf(returningVictim.request(SecretNote.READ_REQUEST), note, server);
    }

    private static void narrateRelay(Relay relay, AttackContext context) throws InterruptedException {
        if (relay.resealed.isPresent()) {
            context
                    .narration()
                    .paragraph("They open P5 with their own key, and seal what is in it to the other server:");
            context
                    .narration()
                    .verbatim(List.of(
                            "from alice   RSA(PK of " + OWN_SERVER + ")[ K_tmp2 | ID_c | IP_c | Port_c | TS5 ]",
                            "to server    RSA(PK of " + context.config().serverName() + ")[ the same ]"));
        }
        context.narration().paragraph("What " + context.config().serverName() + " sees:");
        context.narrateServerTraces();
    }

    private static Outcome outcomeOf(String found, SecretNote note, PrincipalName server) {
        return found.equals(note.text())
                ? Outcome.succeeded(server + " keeps, in alice's name, what she told " + OWN_SERVER + ": " + found)
                : Outcome.noEffect(server + " does not know what alice told " + OWN_SERVER);
    }

    /** Between a client that speaks to the attacker's server, and the realm's own one. */
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
            CertificateReq greeting = new CertificateReq(
                    context.config().serverName(),
                    context.exchangeContext().now());
            this.serverKey = RsaKeys.decodePublicKey(
                    connection.request(greeting, CertificateRep.class).publicKey());
            this.impersonator = new ServerImpersonator(Party.APP, this, context);
        }

        /** The attacker's own P5 goes on, and so does what is said in the session. */
        @Override
        public Decision decide(RecordedFrame recorded) {
            Optional<Message> message = recorded.message();
            boolean fromVictim = message.filter(
                            said -> said instanceof CertificateReq || said instanceof ClientRegistrationReq)
                    .isPresent();
            return fromVictim && !message.equals(resealed) ? impersonator.decide(recorded) : Decision.PASS;
        }

        @Override
        public Message handle(Message request, ExchangeContext exchangeContext) throws Refusal {
            if (request instanceof ClientRegistrationReq registration) {
                return register(registration);
            }
            return new CertificateRep(RsaKeys.encode(identity.publicKey()), identity.certificate(), exchangeContext.now());
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
                throw new Refusal(ErrorCode.KRB_ERR_GENERIC, "the other server says nothing");
            }
        }
    }
}
