package hallpass.message;

import static hallpass.message.AuditEvent.ANSWERED;
import static hallpass.message.AuditEvent.CERTIFICATE_ISSUED;
import static hallpass.message.AuditEvent.CERTIFICATE_SHOWN;
import static hallpass.message.AuditEvent.CLIENT_AUTHENTICATED;
import static hallpass.message.AuditEvent.KEY_UPDATED;
import static hallpass.message.AuditEvent.SERVED;
import static hallpass.message.AuditEvent.SESSION_OPENED;
import static hallpass.message.AuditEvent.TICKET_ISSUED;
import static hallpass.message.AuditEvent.TOKEN_ISSUED;
import static hallpass.message.MessageRoute.error;
import static hallpass.message.MessageRoute.replyTo;
import static hallpass.message.MessageRoute.request;
import static hallpass.message.MessageRoute.unauditedRequest;
import static hallpass.message.Party.APP;
import static hallpass.message.Party.AS;
import static hallpass.message.Party.CA;
import static hallpass.message.Party.CLIENT;
import static hallpass.message.Party.SERVICE;
import static hallpass.message.Party.TGS;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Message types: number, names, direction, audit event and encrypted parts of each message. All
 * numbers are below 0x40. RFC 4120 messages begin with a DER application tag of 0x60 or above, so
 * both protocols can share a port.
 */
public enum MessageType {
    AS_REQ(0x01, "K1", AsReq.class, request(CLIENT, AS, TICKET_ISSUED)),
    AS_REP(0x02, "K2", AsRep.class, replyTo(AS_REQ), AsRepPart.PART, Ticket.PART),
    TGS_REQ(
            0x03,
            "K3",
            TgsReq.class,
            request(CLIENT, TGS, TOKEN_ISSUED),
            Ticket.PART,
            PresentedTicket.PART,
            Authenticator.FOR_TGS),
    TGS_REP(0x04, "K4", TgsRep.class, replyTo(TGS_REQ), TgsRepPart.PART, Token.PART),
    AP_REQ(
            0x05,
            "K5",
            ApReq.class,
            request(CLIENT, SERVICE, CLIENT_AUTHENTICATED),
            Token.PART,
            Authenticator.FOR_SERVICE),
    AP_REP(0x06, "K6", ApRep.class, replyTo(AP_REQ), ApRepPart.PART),
    SERVICE_REQ(0x07, "K7", ServiceReq.class, request(CLIENT, SERVICE, SERVED), ServiceReqPart.FOR_SERVICE),
    SERVICE_REP(0x08, "K8", ServiceRep.class, replyTo(SERVICE_REQ), ServiceRepPart.FOR_SERVICE),
    KEY_UPDATE_REQ(
            0x09,
            "K9",
            KeyUpdateReq.class,
            request(CLIENT, AS, KEY_UPDATED),
            Token.PART,
            Authenticator.FOR_KEY_UPDATE,
            KeyUpdateReqPart.PART),
    KEY_UPDATE_REP(0x0a, "K10", KeyUpdateRep.class, replyTo(KEY_UPDATE_REQ), KeyUpdateRepPart.PART),
    PRE_AUTHENTICATION_REQ(0x0b, "K11", PreAuthenticationReq.class, request(CLIENT, AS, ANSWERED)),
    PRE_AUTHENTICATION_REP(0x0c, "K12", PreAuthenticationRep.class, replyTo(PRE_AUTHENTICATION_REQ)),

    SERVER_REGISTRATION_REQ(0x11, "P1", ServerRegistrationReq.class, request(APP, CA, CERTIFICATE_ISSUED)),
    SERVER_REGISTRATION_REP(
            0x12, "P2", ServerRegistrationRep.class, replyTo(SERVER_REGISTRATION_REQ), ServerRegistrationRepPart.PART),
    CERTIFICATE_REQ(0x13, "P3", ServerCertificateReq.class, request(CLIENT, APP, CERTIFICATE_SHOWN)),
    CERTIFICATE_REP(0x14, "P4", ServerCertificateRep.class, replyTo(CERTIFICATE_REQ)),
    CLIENT_REGISTRATION_REQ(0x15, "P5", ClientRegistrationReq.class, request(CLIENT, APP, SESSION_OPENED)),
    CLIENT_REGISTRATION_REP(
            0x16, "P6", ClientRegistrationRep.class, replyTo(CLIENT_REGISTRATION_REQ), ClientRegistrationRepPart.PART),
    PKI_SERVICE_REQ(0x17, "P7", PkiServiceReq.class, request(CLIENT, APP, SERVED), ServiceReqPart.FOR_PKI),
    PKI_SERVICE_REP(0x18, "P8", PkiServiceRep.class, replyTo(PKI_SERVICE_REQ), ServiceRepPart.FOR_PKI),
    CRL_REQ(0x19, "P9", CrlReq.class, request(Set.of(CLIENT, APP), Set.of(CA), ANSWERED)),
    CRL_REP(0x1a, "P10", CrlRep.class, replyTo(CRL_REQ)),
    REVOCATION_REQ(0x1b, "P11", RevocationStatusReq.class, request(Set.of(CLIENT, APP), Set.of(CA), ANSWERED)),
    REVOCATION_REP(0x1c, "P12", RevocationStatusRep.class, replyTo(REVOCATION_REQ)),

    /** Not audited: monitoring repeats it frequently. */
    STATUS_REQ(0x20, "S1", StatusReq.class, unauditedRequest()),
    STATUS_REP(0x21, "S2", StatusRep.class, replyTo(STATUS_REQ)),
    /** Replaces the reply to any request. */
    ERROR(0x3f, "E", ErrorMessage.class, error());

    private static final Map<Integer, MessageType> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::number, Function.identity()));
    private static final Map<Class<?>, MessageType> BY_CLASS = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(type -> type.messageClass, Function.identity()));

    private final int number;
    private final String label;
    private final String title;
    private final Class<?> messageClass;

    @SuppressWarnings("ImmutableEnumChecker") // its sets are unmodifiable
    private final MessageRoute route;

    @SuppressWarnings("ImmutableEnumChecker") // a layout is immutable
    private final Layout<?> layout;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<PartType<?>> parts;

    /** @param parts one for each field of type {@link Sealed}, in wire order */
    <T extends Record & Message> MessageType(
            int number, String label, Class<T> messageClass, MessageRoute route, PartType<?>... parts) {
        this.number = number;
        this.label = label;
        this.title = name().replace('_', '-');
        this.messageClass = messageClass;
        this.route = route;
        this.layout = LayoutFactory.of(messageClass, title);
        this.parts = List.of(parts);
    }

    /** The type number in the frame. */
    public int number() {
        return number;
    }

    /** The short name, such as {@code K1}. */
    public String label() {
        return label;
    }

    /** The long name, such as {@code AS-REQ}. */
    public String title() {
        return title;
    }

    public Layout<?> layout() {
        return layout;
    }

    /** The parts encrypted under symmetric keys, one per {@link Sealed} field, in wire order. */
    public List<PartType<?>> parts() {
        return parts;
    }

    /** Whether a client sends this message to a server. */
    public boolean isRequest() {
        return route.isRequest();
    }

    public Set<Party> senders() {
        return route.senders();
    }

    public Set<Party> receivers() {
        return route.receivers();
    }

    /** The servers that receive this request or send this reply. */
    public Set<Party> servers() {
        return isRequest() ? receivers() : senders();
    }

    /** The reply that grants this request; empty for a message that is not a request. */
    public Optional<MessageType> reply() {
        return Arrays.stream(values())
                .filter(type -> type.route.request().equals(Optional.of(this)))
                .findFirst();
    }

    /** The audit event of this request when it is granted; empty if it is not audited. */
    public Optional<AuditEvent> auditEvent() {
        return route.auditEvent();
    }

    public static MessageType of(Message message) {
        MessageType type = BY_CLASS.get(message.getClass());
        if (type == null) {
            throw new AssertionError(message.getClass() + " has no type");
        }
        return type;
    }

    /** The type of a number; empty if it is unknown. */
    public static Optional<MessageType> find(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /**
     * @throws DecodeException if the number is unknown
     */
    public static MessageType of(int number) throws DecodeException {
        return find(number)
                .orElseThrow(() -> new DecodeException(
                        DecodeFault.UNKNOWN_TYPE,
                        "frame",
                        "has the unknown type 0x" + HexFormat.of().toHexDigits((byte) number)));
    }

    public static Frame encode(Message message) {
        MessageType type = of(message);
        return new Frame(type.number, Bytes.of(layoutFor(type).encode((Record) message)));
    }

    /**
     * Encodes a message with empty encrypted fields: the cleartext of the message, also before it
     * is sealed.
     */
    public static Frame encodeClearFields(Message message) {
        MessageType type = of(message);
        return new Frame(
                type.number,
                Bytes.of(layoutFor(type)
                        .encode((Record) message, field -> field instanceof Sealed || field instanceof RsaSealed)));
    }

    /** The fields by their names in the protocol notation, in wire order. */
    public static Map<String, Object> fieldsOf(Message message) {
        return layoutFor(of(message)).values((Record) message);
    }

    /** @throws DecodeException if a field that belongs to none of the guards is not empty */
    public static void requireEmptyWithoutGuard(Message message, Set<String> guards) throws DecodeException {
        layoutFor(of(message)).requireEmptyWithoutGuard((Record) message, guards);
    }

    @SuppressWarnings("unchecked") // of() found the layout by the class of the record
    private static Layout<Record> layoutFor(MessageType type) {
        return (Layout<Record>) type.layout;
    }

    /**
     * @throws DecodeException if the type is unknown or the body does not match its layout
     */
    public static Message decode(Frame frame) throws DecodeException {
        return (Message) of(frame.type()).layout.decode(frame.body().toArray());
    }
}
