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
    public record SealedPart(Part<?> part, Bytes ciphertext) {}

    /** The sealed fields of a message. */
    public static List<SealedPart> of(Message message) {
        List<Part<?>> parts = of(message.type());
        List<SealedPart> sealed = new ArrayList<>();
        MessageType.fields(message).values().forEach(value -> {
            if (value instanceof Sealed<?> one && sealed.size() < parts.size()) {
                sealed.add(new SealedPart(parts.get(sealed.size()), one.ciphertext()));
            }
        });
        return sealed;
    }

    /** Whether anything in a message is sealed, under whatever kind of key. */
    public static boolean anyIn(Message message) {
        return MessageType.fields(message).values().stream()
                .anyMatch(value -> value instanceof Sealed || value instanceof RsaSealed);
    }

    /** The sealed fields that messages of a type have. */
    public static List<Part<?>> of(MessageType type) {
        return switch (type) {
            case AS_REP -> List.of(AsRepPart.PART, Ticket.PART);
            case TGS_REQ -> List.of(Ticket.PART, PresentedTicket.PART, Authenticator.FOR_TGS);
            case TGS_REP -> List.of(TgsRepPart.PART, Token.PART);
            case AP_REQ -> List.of(Token.PART, Authenticator.FOR_SERVICE);
            case AP_REP -> List.of(Proof.PART);
            case SERVICE_REQ -> List.of(RequestPart.FOR_SERVICE);
            case SERVICE_REP -> List.of(ReplyDataPart.FOR_SERVICE);
            case KEY_UPDATE_REQ -> List.of(Token.PART, Authenticator.FOR_KEY_UPDATE, NewKeyPart.PART);
            case KEY_UPDATE_REP -> List.of(KeyUpdatePart.PART);
            case SERVER_REGISTRATION_REP -> List.of(IssuedCertificate.PART);
            case CLIENT_REGISTRATION_REP -> List.of(SessionPart.PART);
            case PKI_SERVICE_REQ -> List.of(RequestPart.FOR_PKI);
            case PKI_SERVICE_REP -> List.of(ReplyDataPart.FOR_PKI);
            default -> List.of();
        };
    }
}
