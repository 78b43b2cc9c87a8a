package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The messages by the number in their frame. All are below 0x40: the messages of RFC 4120 begin with a DER application
 * tag, 0x60 and up, so that both can share a port.
 */
public enum MessageType {
    AS_REQ(0x01, "K1", "AS-REQ", AsReq.class),
    AS_REP(0x02, "K2", "AS-REP", AsRep.class),
    TGS_REQ(0x03, "K3", "TGS-REQ", TgsReq.class),
    TGS_REP(0x04, "K4", "TGS-REP", TgsRep.class),
    AP_REQ(0x05, "K5", "AP-REQ", ApReq.class),
    AP_REP(0x06, "K6", "AP-REP", ApRep.class),
    SERVICE_REQ(0x07, "K7", "SERVICE-REQ", ServiceReq.class),
    SERVICE_REP(0x08, "K8", "SERVICE-REP", ServiceRep.class),
    KEY_UPDATE_REQ(0x09, "K9", "KEY-UPDATE-REQ", KeyUpdateReq.class),
    KEY_UPDATE_REP(0x0a, "K10", "KEY-UPDATE-REP", KeyUpdateRep.class),
    PRE_AUTHENTICATION_REQ(0x0b, "K11", "PRE-AUTHENTICATION-REQ", PreAuthenticationReq.class),
    PRE_AUTHENTICATION_REP(0x0c, "K12", "PRE-AUTHENTICATION-REP", PreAuthenticationRep.class),

    SERVER_REGISTRATION_REQ(0x11, "P1", "SERVER-REGISTRATION-REQ", ServerRegistrationReq.class),
    SERVER_REGISTRATION_REP(0x12, "P2", "SERVER-REGISTRATION-REP", ServerRegistrationRep.class),
    CERTIFICATE_REQ(0x13, "P3", "CERTIFICATE-REQ", CertificateReq.class),
    CERTIFICATE_REP(0x14, "P4", "CERTIFICATE-REP", CertificateRep.class),
    CLIENT_REGISTRATION_REQ(0x15, "P5", "CLIENT-REGISTRATION-REQ", ClientRegistrationReq.class),
    CLIENT_REGISTRATION_REP(0x16, "P6", "CLIENT-REGISTRATION-REP", ClientRegistrationRep.class),
    PKI_SERVICE_REQ(0x17, "P7", "PKI-SERVICE-REQ", PkiServiceReq.class),
    PKI_SERVICE_REP(0x18, "P8", "PKI-SERVICE-REP", PkiServiceRep.class),
    CRL_REQ(0x19, "P9", "CRL-REQ", CrlReq.class),
    CRL_REP(0x1a, "P10", "CRL-REP", CrlRep.class),
    REVOCATION_REQ(0x1b, "P11", "REVOCATION-REQ", RevocationReq.class),
    REVOCATION_REP(0x1c, "P12", "REVOCATION-REP", RevocationRep.class),

    STATUS_REQ(0x20, "S1", "STATUS-REQ", StatusReq.class),
    STATUS_REP(0x21, "S2", "STATUS-REP", StatusRep.class),
    ERROR(0x3f, "E", "ERROR", ErrorMessage.class);

    private static final Map<Integer, MessageType> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::number, Function.identity()));
    private static final Map<Class<?>, MessageType> BY_CLASS = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(type -> type.messageClass, Function.identity()));

    private final int number;
    private final String label;
    private final String title;
    private final Class<?> messageClass;

    @SuppressWarnings("ImmutableEnumChecker") // a layout never changes once made
    private final Layout<?> layout;

    <T extends Record & Message> MessageType(int number, String label, String title, Class<T> record) {
        this.number = number;
        this.label = label;
        this.title = title;
        this.messageClass = record;
        this.layout = Layouts.of(record, title);
    }

    /** The type in the frame. */
    public int number() {
        return number;
    }

    /** The protocol's short name: K1 to K12, P1 to P12. */
    public String label() {
        return label;
    }

    /** The protocol's long name, such as {@code AS-REQ}. */
    public String title() {
        return title;
    }

    public Layout<?> layout() {
        return layout;
    }

    public static MessageType of(Message message) {
        MessageType type = BY_CLASS.get(message.getClass());
        if (type == null) {
            throw new AssertionError(message.getClass() + " has no type");
        }
        return type;
    }

    /**
     * @throws DecodeException if no message has this number
     */
    public static MessageType of(int number) throws DecodeException {
        MessageType type = BY_NUMBER.get(number);
        if (type == null) {
            throw new DecodeException(
                    DecodeFault.UNKNOWN_TYPE, "frame", "has type %#04x, which no message has".formatted(number));
        }
        return type;
    }

    /** Message to frame. */
    public static Frame encode(Message message) {
        MessageType type = of(message);
        return new Frame(type.number, Bytes.of(layoutFor(type).encode((Record) message)));
    }

    /** The same with nothing in its sealed fields: what anybody can read of a message, also of one that is not sealed yet. */
    public static Frame encodeClearFields(Message message) {
        MessageType type = of(message);
        return new Frame(
                type.number,
                Bytes.of(layoutFor(type)
                        .encode((Record) message, field -> field instanceof Sealed || field instanceof RsaSealed)));
    }

    /** A message's fields by their names in the protocol's notation, in the order of the wire. */
    public static Map<String, Object> fieldsOf(Message message) {
        return layoutFor(of(message)).values((Record) message);
    }

    @SuppressWarnings("unchecked") // a layout takes the record that it was made from, and of() found it by that record
    private static Layout<Record> layoutFor(MessageType type) {
        return (Layout<Record>) type.layout;
    }

    /**
     * Frame to message.
     *
     * @throws DecodeException if the type is unknown or the body is not laid out as that type's
     */
    public static Message decode(Frame frame) throws DecodeException {
        return (Message) of(frame.type()).layout.decode(frame.body().toArray());
    }
}
