package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Passing;
import hallpass.adversary.Scheme;
import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.Impostor;
import hallpass.attack.Line;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.OwnKey;
import hallpass.attack.Registrant;
import hallpass.attack.Stage;
import hallpass.attack.Verdict;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PrincipalName;
import hallpass.message.SessionPart;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Binding;
import hallpass.protocol.Conversation;
import hallpass.protocol.Guard;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client seals to one server, that server seals again to another one. */
public final class C7Misbinding implements Attack {
    private static final PrincipalName OWN_SERVER = new PrincipalName("ID-Mallory");

    private final Optional<PrincipalName> wanted;

    public C7Misbinding() {
        this(Optional.of(OWN_SERVER));
    }

    /** @param wanted by the victim; empty for the realm's own server */
    private C7Misbinding(Optional<PrincipalName> wanted) {
        this.wanted = wanted;
    }

    @Override
    public Card card() {
        return new Card(
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
                Set.of(Guard.TRANSCRIPT, Guard.CLIENT_CERTIFICATE));
    }

    @Override
    public List<String> remarks() {
        return List.of("transcript shows the client that another server's P6 was passed on. An attacker who signs for "
                + "themselves, as the server that the client meant, has a session of the client's name elsewhere, as "
                + "anybody can have: that is C8. client-certificate stops both.");
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "a client that wants to speak to the other server: the certificate is not that one's",
                new C7Misbinding(Optional.empty()),
                "1023 client"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        PrincipalName server = stage.config().serverName();
        ServerIdentity own =
                OwnKey.as(OWN_SERVER, stage.lab().certify(OWN_SERVER, OwnKey.publicHalf()), stage.authority(), stage);
        Registrant victim = stage.registrant("alice", wanted.orElse(server));
        Registrant later = stage.registrant("alice");
        Note note = new Note(victim.name(), stage.cast().words("what alice tells " + OWN_SERVER));
        stage.tale().step("The authority has certified another server, " + OWN_SERVER + ". It is the attacker's.");
        stage.tale().step("alice wants to keep a note there. The attacker asks " + server + " for its P4 meanwhile.");
        stage.forgetWhatServersSaw();
        try (Line line = stage.line(Party.APP)) {
            Relay relay = new Relay(own, line, stage);
            Outcome told = stage.attempt(relay, () -> {
                victim.ask(note.kept());
                return Outcome.nothing(OWN_SERVER + " has kept a note for alice, as she believes");
            });
            tell(relay, stage);
            if (told.verdict() == Verdict.REFUSED) {
                return told;
            }
        }
        stage.tale().step("alice goes to " + server + " herself, and asks for her note.");
        return keptElsewhere(later.ask(Note.WANTED), note, server);
    }

    private static void tell(Relay relay, Stage stage) throws InterruptedException {
        if (relay.sealedAgain.isPresent()) {
            stage.tale().say("They open P5 with their own key, and seal what is in it to the other server:");
            stage.tale()
                    .show(List.of(
                            "from alice   RSA(PK of " + OWN_SERVER + ")[ K_tmp2 | ID_c | IP_c | Port_c | TS5 ]",
                            "to server    RSA(PK of " + stage.config().serverName() + ")[ the same ]"));
        }
        stage.tale().say("What " + stage.config().serverName() + " sees:");
        stage.tellWhatServersSaw();
    }

    private static Outcome keptElsewhere(String found, Note note, PrincipalName server) {
        return found.equals(note.text())
                ? Outcome.succeeded(server + " keeps, in alice's name, what she told " + OWN_SERVER + ": " + found)
                : Outcome.nothing(server + " does not know what alice told " + OWN_SERVER);
    }

    /** Between a client that speaks to the attacker's server, and the realm's own one. */
    private static final class Relay implements Conversation, Scheme {
        private final ServerIdentity own;
        private final Line line;
        private final Stage stage;
        private final RSAPublicKey toServer;
        private final Impostor inItsPlace;
        private volatile Optional<ClientRegistrationReq> sealedAgain = Optional.empty();

        Relay(ServerIdentity own, Line line, Stage stage) throws Exception {
            this.own = own;
            this.line = line;
            this.stage = stage;
            CertificateReq greeting =
                    new CertificateReq(stage.config().serverName(), stage.now().now());
            this.toServer =
                    RsaKeys.publicKey(line.ask(greeting, CertificateRep.class).publicKey());
            this.inItsPlace = new Impostor(Party.APP, this, stage);
        }

        /** The attacker's own P5 goes on, and so does what is said in the session. */
        @Override
        public Decision decide(Passing passing) {
            Optional<Message> message = passing.message();
            boolean victims = message.filter(
                            said -> said instanceof CertificateReq || said instanceof ClientRegistrationReq)
                    .isPresent();
            return victims && !message.equals(sealedAgain) ? inItsPlace.decide(passing) : Decision.PASS;
        }

        @Override
        public Message answer(Message request, Occasion at) throws Refusal {
            if (request instanceof ClientRegistrationReq registration) {
                return register(registration);
            }
            return new CertificateRep(RsaKeys.encode(own.publicKey()), own.certificate(), at.now());
        }

        private Message register(ClientRegistrationReq request) throws Refusal {
            Seals seals = stage.seals();
            ClientRegistration registration =
                    seals.open(ClientRegistration.PART, request.registration(), own.privateKey(), "SK_m", Trace.NONE);
            ClientRegistrationReq again = new ClientRegistrationReq(
                    seals.sealTo(ClientRegistration.PART, registration, toServer, "PK_s", Trace.NONE),
                    request.certificate(),
                    request.signature());
            sealedAgain = Optional.of(again);
            Message reply = said(again);
            if (!(reply instanceof ClientRegistrationRep session)) {
                return reply;
            }
            SessionPart part = seals.open(
                    SessionPart.PART,
                    session.session(),
                    registration.temporaryKey(),
                    Binding.replyTo(again),
                    Trace.NONE);
            return new ClientRegistrationRep(seals.seal(
                    SessionPart.PART, part, registration.temporaryKey(), Binding.replyTo(request), Trace.NONE));
        }

        private Message said(ClientRegistrationReq request) throws Refusal {
            try {
                return line.ask(request, Message.class);
            } catch (Exception e) {
                throw new Refusal(ErrorCode.KRB_ERR_GENERIC, "the other server says nothing");
            }
        }
    }
}
