package hallpass.client.command;

import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.Authenticator;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdatePart;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateReq;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.NewKeyPart;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.Proof;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.message.SessionPart;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.net.Addresses;
import hallpass.net.FrameHandler;
import hallpass.net.FramedServer;
import hallpass.net.ListenException;
import hallpass.net.ServerSettings;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.Pem;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Auditor;
import hallpass.protocol.Conversation;
import hallpass.protocol.ErrorPolicy;
import hallpass.protocol.Occasion;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.Responder;
import hallpass.protocol.Seals;
import hallpass.protocol.Status;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.testkit.ClosedPort;
import hallpass.trace.Narrator;
import hallpass.trace.Party;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Stand-ins for the five servers, so that commands can be tried: they say what real ones would say to a client that does
 * nothing wrong, and check next to nothing.
 */
final class FakeServers implements AutoCloseable {
    static final PrincipalName ALICE = new PrincipalName("alice");
    static final String PASSWORD = "correct horse";
    static final String MEMO = "take cis3319 class this morning";

    private static final PrincipalName TICKET_GRANTING = PrincipalName.ticketGranting("HALLPASS.TEST");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final KeyPair SERVER_PAIR = RsaKeys.newPair();
    private static final KeyPair AUTHORITY_PAIR = RsaKeys.newPair();

    private final Seals seals = new Seals(Profile.CLASSIC.suite());
    private final Randomness randomness = Randomness.secure();
    private final SymmetricKey ticketKey = seals.newKey("K_tgs", randomness);
    private final SymmetricKey serviceKey = seals.newKey("K_s", randomness);
    private final Map<PrincipalName, SymmetricKey> sessions = new HashMap<>();
    private final Map<Party, FramedServer> servers = new EnumMap<>(Party.class);
    private final InstantSource clock;
    private final CertificateAuthority authority;
    private final RealmFolder realm;
    private SymmetricKey aliceKey = key(PASSWORD);
    private int version = 1;
    private boolean forgetful;
    private Optional<ErrorCode> nextKeyUpdateRefusal = Optional.empty();
    private boolean breaksAfterKeyUpdate;

    /** A second door of the same server, for tests that need one. */
    private final Map<Party, FramedServer> seconds = new EnumMap<>(Party.class);

    private final List<ClosedPort> closed = new ArrayList<>();

    private FakeServers(Path folder, InstantSource clock, Map<Party, String> before, Set<Party> twice)
            throws ListenException, RealmProblem {
        this.clock = clock;
        this.authority =
                CertificateAuthority.selfSigned(new PrincipalName("ID-CA"), AUTHORITY_PAIR, validity(), BigInteger.ONE);
        listen(Party.AS, TICKET_GRANTING, () -> this::as);
        if (twice.contains(Party.AS)) {
            seconds.put(Party.AS, servers.get(Party.AS));
            listen(Party.AS, TICKET_GRANTING, () -> this::as);
        }
        listen(Party.TGS, TICKET_GRANTING, () -> this::tgs);
        listen(Party.SERVICE, new PrincipalName("desk/localhost"), TicketDoor::new);
        listen(Party.CA, new PrincipalName("ID-CA"), () -> (request, at) -> {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "nobody asks this one");
        });
        listen(Party.APP, new PrincipalName("ID-Server"), () -> this::app);
        Map<String, String> addresses = new HashMap<>();
        servers.forEach((party, server) -> addresses.put("addresses." + party.id(), Addresses.text(server.address())));
        before.forEach((party, address) -> addresses.merge("addresses." + party.id(), address, FakeServers::after));
        seconds.forEach((party, server) ->
                addresses.merge("addresses." + party.id(), Addresses.text(server.address()), FakeServers::after));
        realm = RealmFolder.create(folder, RealmTemplate.render(0, addresses));
        PrivateFiles.write(realm.authorityCertificate(Party.CLIENT), Pem.encode(authority.certificate()));
    }

    static FakeServers start(Path folder, InstantSource clock) throws ListenException, RealmProblem {
        return start(folder, clock, Map.of());
    }

    /** @param before an address of a server that is asked before the one here */
    static FakeServers start(Path folder, InstantSource clock, Map<Party, String> before)
            throws ListenException, RealmProblem {
        return new FakeServers(folder, clock, before, Set.of());
    }

    /** One of them listens at two addresses. */
    static FakeServers startTwice(Path folder, InstantSource clock, Party server) throws ListenException, RealmProblem {
        return new FakeServers(folder, clock, Map.of(), Set.of(server));
    }

    private static String after(String known, String first) {
        return first + "," + known;
    }

    RealmFolder realm() {
        return realm;
    }

    void stop(Party party) {
        servers.get(party).close();
        closed.add(ClosedPort.at(address(party)));
    }

    int aliceKeyVersion() {
        return version;
    }

    /** The next key update is refused, and nothing is changed by it. */
    void refuseNextKeyUpdate(ErrorCode code) {
        nextKeyUpdateRefusal = Optional.of(code);
    }

    /** From now on, a key update is carried out, and the connection breaks before the answer leaves. */
    void breakAfterKeyUpdate() {
        breaksAfterKeyUpdate = true;
    }

    InetSocketAddress address(Party party) {
        return servers.get(party).address();
    }

    /** From now on, the certificate door knows no session. */
    void forgetSessions() {
        forgetful = true;
    }

    @Override
    public void close() {
        Stream.of(servers, seconds)
                .flatMap(all -> all.values().stream())
                .parallel()
                .forEach(FramedServer::close);
        closed.forEach(ClosedPort::close);
    }

    private synchronized Message as(Message request, Occasion at) throws Refusal {
        if (request instanceof KeyUpdateReq update) {
            return updateKey(update, at);
        }
        AsReq asked = (AsReq) request;
        realm.config().clockSkew().check(asked.sentAt(), at);
        if (!asked.client().equals(ALICE)) {
            throw new Refusal(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, "no " + asked.client());
        }
        SymmetricKey session = seals.newKey("K_c,tgs", randomness);
        AsRepPart part = new AsRepPart(session, asked.server(), at.now(), HOUR, asked.nonce());
        Ticket ticket = new Ticket(session, ALICE, at.peer(), asked.server(), at.now(), HOUR);
        return new AsRep(
                seals.seal(AsRepPart.PART, part, aliceKey, at.trace()),
                seals.seal(Ticket.PART, ticket, ticketKey, at.trace()));
    }

    private Message updateKey(KeyUpdateReq request, Occasion at) throws Refusal {
        Optional<ErrorCode> refusal = nextKeyUpdateRefusal;
        nextKeyUpdateRefusal = Optional.empty();
        if (refusal.isPresent()) {
            throw new Refusal(refusal.get(), "for the test");
        }
        Token token = seals.open(Token.PART, request.token(), serviceKey, at.trace());
        NewKeyPart part = seals.open(NewKeyPart.PART, request.newKey(), token.sessionKey(), at.trace());
        aliceKey = part.key();
        version++;
        KeyUpdatePart answer = new KeyUpdatePart(version, part.sentAt().plusMillis(1));
        return new KeyUpdateRep(seals.seal(KeyUpdatePart.PART, answer, token.sessionKey(), at.trace()));
    }

    private synchronized Message tgs(Message request, Occasion at) throws Refusal {
        TgsReq asked = (TgsReq) request;
        Ticket ticket = seals.open(Ticket.PART, asked.ticket(), ticketKey, at.trace());
        if (asked.service().text().startsWith("mail/")) {
            throw new Refusal(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "no mail");
        }
        SymmetricKey session = seals.newKey("K_c,s", randomness);
        TgsRepPart part = new TgsRepPart(session, asked.service(), at.now(), HOUR, asked.nonce());
        Token token = new Token(session, ticket.client(), at.peer(), asked.service(), at.now(), HOUR);
        return new TgsRep(
                seals.seal(TgsRepPart.PART, part, ticket.sessionKey(), at.trace()),
                seals.seal(Token.PART, token, serviceKey, at.trace()));
    }

    private final class TicketDoor implements Conversation {
        private Optional<Token> shown = Optional.empty();

        @Override
        public Message answer(Message request, Occasion at) throws Refusal {
            if (request instanceof ApReq asked) {
                Token token = seals.open(Token.PART, asked.token(), serviceKey, at.trace());
                shown = Optional.of(token);
                Authenticator authenticator =
                        seals.open(Authenticator.FOR_SERVICE, asked.authenticator(), token.sessionKey(), at.trace());
                Proof proof = new Proof(authenticator.sentAt().plusMillis(1));
                return new ApRep(seals.seal(Proof.PART, proof, token.sessionKey(), at.trace()));
            }
            SymmetricKey session = shown.orElseThrow().sessionKey();
            RequestPart part =
                    seals.open(RequestPart.FOR_SERVICE, ((ServiceReq) request).request(), session, at.trace());
            ReplyDataPart data = new ReplyDataPart(desk(part.request()), at.now());
            return new ServiceRep(seals.seal(ReplyDataPart.FOR_SERVICE, data, session, at.trace()));
        }
    }

    private synchronized Message app(Message request, Occasion at) throws Refusal {
        if (request instanceof CertificateReq asked) {
            RSAPublicKey key = (RSAPublicKey) SERVER_PAIR.getPublic();
            return new CertificateRep(
                    RsaKeys.encode(key),
                    Certificates.encode(authority.issue(asked.server(), key, validity(), BigInteger.TWO)),
                    at.now());
        } else if (request instanceof ClientRegistrationReq asked) {
            ClientRegistration registration = seals.open(
                    ClientRegistration.PART, asked.registration(), SERVER_PAIR.getPrivate(), "SK_s", at.trace());
            SymmetricKey session = seals.newKey("K_sess", randomness);
            sessions.put(registration.client(), session);
            SessionPart part = new SessionPart(session, HOUR, registration.client(), at.now());
            return new ClientRegistrationRep(
                    seals.seal(SessionPart.PART, part, registration.temporaryKey(), at.trace()));
        }
        PkiServiceReq asked = (PkiServiceReq) request;
        SymmetricKey session = Optional.ofNullable(sessions.get(asked.client()))
                .filter(known -> !forgetful)
                .orElseThrow(() -> new Refusal(ErrorCode.HP_ERR_NO_SESSION, "no session"));
        RequestPart part = seals.open(RequestPart.FOR_PKI, asked.request(), session, at.trace());
        ReplyDataPart data = new ReplyDataPart(desk(part.request()), at.now());
        return new PkiServiceRep(seals.seal(ReplyDataPart.FOR_PKI, data, session, at.trace()));
    }

    private static String desk(String request) throws Refusal {
        if (request.startsWith("echo ")) {
            return request.substring("echo ".length());
        } else if (!request.equals("memo")) {
            throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "no " + request);
        }
        return MEMO;
    }

    private void listen(Party party, PrincipalName name, Supplier<Conversation> conversations) throws ListenException {
        Status status = new Status(party, name, "classic", "test", () -> Status.READY, () -> 0);
        Responder.Surroundings surroundings =
                new Responder.Surroundings(clock, status, Narrator.SILENT, Auditor.NONE, ErrorPolicy.PRECISE, error -> {
                    throw new AssertionError(error);
                });
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        servers.put(
                party,
                FramedServer.listen(
                        ServerSettings.at(anyPort),
                        peer -> new Door(new Responder(
                                conversations.get(),
                                new Responder.Peer(peer.getAddress().getHostAddress(), peer.getPort()),
                                surroundings))));
    }

    private final class Door implements FrameHandler {
        private final Responder responder;

        Door(Responder responder) {
            this.responder = responder;
        }

        @Override
        public Optional<Frame> answer(Frame request) {
            Optional<Frame> reply = responder.answer(request);
            if (breaksAfterKeyUpdate && request.type() == MessageType.KEY_UPDATE_REQ.number()) {
                throw new IllegalStateException("broken for the test");
            }
            return reply;
        }

        @Override
        public Frame refuse(DecodeException unreadable) {
            return responder.refuse(unreadable);
        }

        @Override
        public Frame busy() {
            return responder.busy();
        }
    }

    private Validity validity() {
        return Validity.starting(clock.instant(), Duration.ofDays(1), Duration.ofMinutes(5));
    }

    private static SymmetricKey key(String password) {
        PasswordToKey passwordToKey = Profile.CLASSIC.passwordToKey();
        return passwordToKey
                .newKey("K_c", password.toCharArray(), Randomness.secure())
                .key();
    }
}
