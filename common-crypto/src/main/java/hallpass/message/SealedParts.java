package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What is sealed under symmetric keys in a message: which part each sealed field is, in the order of the wire. */
public final class SealedParts {
    private SealedParts() {}

    /** A sealed field, and what it is. */
    public record SealedPart(PartType<?> part, Bytes ciphertext) {}

    /** The sealed fields of a message. */
    public static List<SealedPart> of(Message message) {
        List<PartType<?>> parts = of(message.type());
        List<SealedPart> sealed = new ArrayList<>();
        MessageType.fieldsOf(message).values().forEach(value -> {
            if (value instanceof Sealed<?> one && sealed.size() < parts.size()) {
                sealed.add(new SealedPart(parts.get(sealed.size()), one.ciphertext()));
            }
        });
        return sealed;
    }

    /** Whether anything in a message is sealed, under whatever kind of key. */
    public static boolean hasAny(Message message) {
        return MessageType.fieldsOf(message).values().stream()
                .anyMatch(value -> value instanceof Sealed || value instanceof RsaSealed);
    }

    /** The sealed fields that messages of a type have. */
    public static List<PartType<?>> of(MessageType type) {
        return switch (type) {
            case AS_REP -> List.of(AsRepPart.PART, Ticket.PART);
            case TGS_REQ -> List.of(Ticket.PART, PresentedTicket.PART, Authenticator.FOR_TGS);
            case TGS_REP -> List.of(TgsRepPart.PART, Token.PART);
            case AP_REQ -> List.of(Token.PART, Authenticator.FOR_SERVICE);
            case AP_REP -> List.of(ApRepPart.PART);
            case SERVICE_REQ -> List.of(ServiceReqPart.FOR_SERVICE);
            case SERVICE_REP -> List.of(ServiceRepPart.FOR_SERVICE);
            case KEY_UPDATE_REQ -> List.of(Token.PART, Authenticator.FOR_KEY_UPDATE, KeyUpdateReqPart.PART);
            case KEY_UPDATE_REP -> List.of(KeyUpdateRepPart.PART);
            case SERVER_REGISTRATION_REP -> List.of(ServerRegistrationRepPart.PART);
            case CLIENT_REGISTRATION_REP -> List.of(ClientRegistrationRepPart.PART);
            case PKI_SERVICE_REQ -> List.of(ServiceReqPart.FOR_PKI);
            case PKI_SERVICE_REP -> List.of(ServiceRepPart.FOR_PKI);
            default -> List.of();
        };
    }
}
