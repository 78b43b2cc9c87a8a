package hallpass.cli.client;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ClosedPort;
import hallpass.message.ApRep;
import hallpass.message.ApRepPart;
import hallpass.message.ApReq;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.Authenticator;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateRepPart;
import hallpass.message.KeyUpdateReq;
import hallpass.message.KeyUpdateReqPart;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
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
import hallpass.protocol.AuditSink;
import hallpass.protocol.Dispatcher;
import hallpass.protocol.ErrorPolicy;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.GuardFields;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import hallpass.protocol.Sealer;
import hallpass.protocol.StatusReporter;
import hallpass.trace.TraceSink;
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

/** Minimal servers for tests of commands: they answer valid requests and check almost nothing. */
final class StubServers implements AutoCloseable {
    static final PrincipalName ALICE = new PrincipalName("alice");
    static final String PASSWORD = "correct horse";
    static final String MEMO = "take cis3319 class this morning";

    private static final PrincipalName TICKET_GRANTING = PrincipalName.ticketGrantingService("HALLPASS.TEST");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final KeyPair SERVER_PAIR = RsaKeys.generateKeyPair();
    private static final KeyPair AUTHORITY_PAIR = RsaKeys.generateKeyPair();

    private final Sealer sealer = new Sealer(Profile.CLASSIC.cipherSuite());
    private final Randomness randomness = Randomness.secure();
    private final SymmetricKey ticketKey = sealer.newKey("K_tgs", randomness);
    private final SymmetricKey serviceKey = sealer.newKey("K_s", randomness);
    private final Map<PrincipalName, SymmetricKey> sessions = new HashMap<>();
    private final Map<Party, FramedServer> servers = new EnumMap<>(Party.class);
    private final InstantSource clock;
    private final CertificateAuthority authority;
    private final RealmFolder realm;
    private SymmetricKey aliceKey = key(PASSWORD);
    private int aliceKeyVersion = 1;
    private boolean sessionsForgotten;
    private Optional<ErrorCode> nextKeyUpdateRefusal = Optional.empty();
    private boolean breakAfterKeyUpdate;

    /** The second listener of a server. */
    private final Map<Party, FramedServer> secondListeners = new EnumMap<>(Party.class);

    private final List<ClosedPort> closedPorts = new ArrayList<>();

    private StubServers(Path folder, InstantSource clock, Map<Party, String> firstAddresses, Set<Party> duplicated)
            throws ListenException, RealmException {
        this.clock = clock;
        this.authority =
                CertificateAuthority.selfSigned(new PrincipalName("ID-CA"), AUTHORITY_PAIR, validity(), BigInteger.ONE);
        listen(Party.AS, TICKET_GRANTING, () -> this::answerAs);
        if (duplicated.contains(Party.AS)) {
            secondListeners.put(Party.AS, servers.get(Party.AS));
            listen(Party.AS, TICKET_GRANTING, () -> this::answerAs);
        }
        listen(Party.TGS, TICKET_GRANTING, () -> this::answerTgs);
        listen(Party.SERVICE, new PrincipalName("desk/localhost"), StubApHandler::new);
        listen(Party.CA, new PrincipalName("ID-CA"), () -> (request, context) -> {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "nobody asks this one");
        });
        listen(Party.APP, new PrincipalName("ID-Server"), () -> this::answerApp);
        Map<String, String> addresses = new HashMap<>();
        servers.forEach((party, server) -> addresses.put("addresses." + party.id(), Addresses.text(server.address())));
        firstAddresses.forEach(
                (party, address) -> addresses.merge("addresses." + party.id(), address, StubServers::prepend));
        secondListeners.forEach((party, server) ->
                addresses.merge("addresses." + party.id(), Addresses.text(server.address()), StubServers::prepend));
        realm = RealmFolder.create(folder, RealmTemplate.render(0, addresses));
        PrivateFiles.write(realm.authorityCertificate(Party.CLIENT), Pem.encode(authority.certificate()));
    }

    static StubServers start(Path folder, InstantSource clock) throws ListenException, RealmException {
        return start(folder, clock, Map.of());
    }

    /** @param firstAddresses addresses that clients try before the stub's own */
    static StubServers start(Path folder, InstantSource clock, Map<Party, String> firstAddresses)
            throws ListenException, RealmException {
        return new StubServers(folder, clock, firstAddresses, Set.of());
    }

    /** One of the servers listens at two addresses. */
    static StubServers startTwice(Path folder, InstantSource clock, Party server)
            throws ListenException, RealmException {
        return new StubServers(folder, clock, Map.of(), Set.of(server));
    }

    private static String prepend(String known, String first) {
        return first + "," + known;
    }

    RealmFolder realm() {
        return realm;
    }

    void stop(Party party) {
        servers.get(party).close();
        closedPorts.add(ClosedPort.onPortOf(address(party)));
    }

    int aliceKeyVersion() {
        return aliceKeyVersion;
    }

    /** Refuses the next key update, without any effect. */
    void refuseNextKeyUpdate(ErrorCode code) {
        nextKeyUpdateRefusal = Optional.of(code);
    }

    /** Carries out key updates, and closes the connection before the reply. */
    void breakAfterKeyUpdate() {
        breakAfterKeyUpdate = true;
    }

    InetSocketAddress address(Party party) {
        return servers.get(party).address();
    }

    /** Makes the PKI application server forget its sessions. */
    void forgetSessions() {
        sessionsForgotten = true;
    }

    @Override
    public void close() {
        Stream.of(servers, secondListeners)
                .flatMap(all -> all.values().stream())
                .parallel()
                .forEach(FramedServer::close);
        closedPorts.forEach(ClosedPort::close);
    }

    private synchronized Message answerAs(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof KeyUpdateReq update) {
            return updateKey(update, context);
        }
        AsReq req = (AsReq) request;
        realm.config().clockSkew().check(req.sentAt(), context);
        if (!req.client().equals(ALICE)) {
            throw new Refusal(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, "no " + req.client());
        }
        SymmetricKey session = sealer.newKey("K_c,tgs", randomness);
        AsRepPart part = new AsRepPart(session, req.server(), context.now(), HOUR, req.nonce());
        Ticket ticket = new Ticket(session, ALICE, context.peer(), req.server(), context.now(), HOUR);
        return new AsRep(
                sealer.seal(AsRepPart.PART, part, aliceKey, context.trace()),
                sealer.seal(Ticket.PART, ticket, ticketKey, context.trace()));
    }

    private Message updateKey(KeyUpdateReq request, ExchangeContext context) throws Refusal {
        Optional<ErrorCode> refusal = nextKeyUpdateRefusal;
        nextKeyUpdateRefusal = Optional.empty();
        if (refusal.isPresent()) {
            throw new Refusal(refusal.get(), "for the test");
        }
        Token token = sealer.open(Token.PART, request.token(), serviceKey, context.trace());
        KeyUpdateReqPart part =
                sealer.open(KeyUpdateReqPart.PART, request.newKey(), token.sessionKey(), context.trace());
        aliceKey = part.key();
        aliceKeyVersion++;
        KeyUpdateRepPart answer =
                new KeyUpdateRepPart(aliceKeyVersion, part.sentAt().plusMillis(1));
        return new KeyUpdateRep(sealer.seal(KeyUpdateRepPart.PART, answer, token.sessionKey(), context.trace()));
    }

    private synchronized Message answerTgs(Message request, ExchangeContext context) throws Refusal {
        TgsReq req = (TgsReq) request;
        Ticket ticket = sealer.open(Ticket.PART, req.ticket(), ticketKey, context.trace());
        if (req.service().text().startsWith("mail/")) {
            throw new Refusal(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "no mail");
        }
        SymmetricKey session = sealer.newKey("K_c,s", randomness);
        TgsRepPart part = new TgsRepPart(session, req.service(), context.now(), HOUR, req.nonce());
        Token token = new Token(session, ticket.client(), context.peer(), req.service(), context.now(), HOUR);
        return new TgsRep(
                sealer.seal(TgsRepPart.PART, part, ticket.sessionKey(), context.trace()),
                sealer.seal(Token.PART, token, serviceKey, context.trace()));
    }

    private final class StubApHandler implements RequestHandler {
        private Optional<Token> shown = Optional.empty();

        @Override
        public Message handle(Message request, ExchangeContext context) throws Refusal {
            if (request instanceof ApReq req) {
                Token token = sealer.open(Token.PART, req.token(), serviceKey, context.trace());
                shown = Optional.of(token);
                Authenticator authenticator = sealer.open(
                        Authenticator.FOR_SERVICE, req.authenticator(), token.sessionKey(), context.trace());
                ApRepPart proof = new ApRepPart(authenticator.sentAt().plusMillis(1));
                return new ApRep(sealer.seal(ApRepPart.PART, proof, token.sessionKey(), context.trace()));
            }
            SymmetricKey session = shown.orElseThrow().sessionKey();
            ServiceReqPart part =
                    sealer.open(ServiceReqPart.FOR_SERVICE, ((ServiceReq) request).request(), session, context.trace());
            ServiceRepPart data = new ServiceRepPart(resource(part.request()), context.now());
            return new ServiceRep(sealer.seal(ServiceRepPart.FOR_SERVICE, data, session, context.trace()));
        }
    }

    private synchronized Message answerApp(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof ServerCertificateReq req) {
            RSAPublicKey key = (RSAPublicKey) SERVER_PAIR.getPublic();
            return new ServerCertificateRep(
                    RsaKeys.encode(key),
                    Certificates.encode(
                            authority.issueServerCertificate(req.server(), key, validity(), BigInteger.TWO)),
                    context.now());
        } else if (request instanceof ClientRegistrationReq req) {
            ClientRegistrationReqPart registration = sealer.open(
                    ClientRegistrationReqPart.PART,
                    req.registration(),
                    SERVER_PAIR.getPrivate(),
                    "SK_s",
                    context.trace());
            SymmetricKey session = sealer.newKey("K_sess", randomness);
            sessions.put(registration.client(), session);
            ClientRegistrationRepPart part =
                    new ClientRegistrationRepPart(session, HOUR, registration.client(), context.now());
            return new ClientRegistrationRep(
                    sealer.seal(ClientRegistrationRepPart.PART, part, registration.temporaryKey(), context.trace()));
        }
        PkiServiceReq req = (PkiServiceReq) request;
        SymmetricKey session = Optional.ofNullable(sessions.get(req.client()))
                .filter(known -> !sessionsForgotten)
                .orElseThrow(() -> new Refusal(ErrorCode.HP_ERR_NO_SESSION, "no session"));
        ServiceReqPart part = sealer.open(ServiceReqPart.FOR_PKI, req.request(), session, context.trace());
        ServiceRepPart data = new ServiceRepPart(resource(part.request()), context.now());
        return new PkiServiceRep(sealer.seal(ServiceRepPart.FOR_PKI, data, session, context.trace()));
    }

    private static String resource(String request) throws Refusal {
        if (request.startsWith("echo ")) {
            return request.substring("echo ".length());
        } else if (!request.equals("memo")) {
            throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "no " + request);
        }
        return MEMO;
    }

    private void listen(Party party, PrincipalName name, Supplier<RequestHandler> conversations)
            throws ListenException {
        StatusReporter status = new StatusReporter(party, name, "classic", "test", () -> StatusReporter.READY, () -> 0);
        Dispatcher.ServerEnvironment environment = new Dispatcher.ServerEnvironment(
                clock, status, TraceSink.NONE, AuditSink.NONE, ErrorPolicy.PRECISE, GuardFields.ALL, error -> {
                    throw new AssertionError(error);
                });
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        servers.put(
                party,
                FramedServer.listen(
                        ServerSettings.withDefaults(anyPort),
                        peer -> new FaultInjectingHandler(new Dispatcher(
                                conversations.get(),
                                new Dispatcher.PeerAddress(peer.getAddress().getHostAddress(), peer.getPort()),
                                environment))));
    }

    private final class FaultInjectingHandler implements FrameHandler {
        private final Dispatcher responder;

        FaultInjectingHandler(Dispatcher dispatcher) {
            this.responder = dispatcher;
        }

        @Override
        public Optional<Frame> handle(Frame request) {
            Optional<Frame> reply = responder.dispatch(request);
            if (breakAfterKeyUpdate && request.type() == MessageType.KEY_UPDATE_REQ.number()) {
                throw new IllegalStateException("broken for the test");
            }
            return reply;
        }

        @Override
        public Frame refuseMalformed(DecodeException unreadable) {
            return responder.refuseMalformed(unreadable);
        }

        @Override
        public Frame busyReply() {
            return responder.busyReply();
        }
    }

    private Validity validity() {
        return Validity.starting(clock.instant(), Duration.ofDays(1), Duration.ofMinutes(5));
    }

    private static SymmetricKey key(String password) {
        StringToKey stringToKey = Profile.CLASSIC.stringToKey();
        return stringToKey
                .newKey("K_c", password.toCharArray(), Randomness.secure())
                .key();
    }
}
