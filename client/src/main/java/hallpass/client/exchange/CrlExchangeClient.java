package hallpass.client.exchange;

import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.message.ErrorCode;
import hallpass.pki.Crl;
import hallpass.pki.CrlValidator;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** P9 and P10, the asking side: puts a list of revoked certificates together from its parts. One for each list. */
public final class CrlExchangeClient {
    /** A newer list may come in between; one that comes each time is no list. */
    private static final int MAX_RESTARTS = 5;

    private final CrlValidator validator;
    private final long highestSeenNumber;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Optional<CrlRep> firstPart = Optional.empty();
    private int restarts;

    /** @param highestSeenNumber the highest number that was seen before; 0 if none was */
    public CrlExchangeClient(CrlValidator validator, long highestSeenNumber) {
        this.validator = validator;
        this.highestSeenNumber = highestSeenNumber;
    }

    /** P9 for the part that is needed next. */
    public CrlReq createRequest() {
        return new CrlReq(received.size());
    }

    /**
     * @return the list, once this was its last part
     * @throws Refusal MODIFIED if it is not the part that was asked for, or of a list that has another number; REVOCATION_UNKNOWN if the parts make no list; those of
     *     {@link CrlValidator#validate}
     */
    public Optional<Crl> acceptReply(CrlReq request, CrlRep reply, ExchangeContext context) throws Refusal {
        if (!reply.offset().equals(request.offset())) {
            throw new Refusal(
                    ErrorCode.KRB_AP_ERR_MODIFIED,
                    "the part from byte " + reply.offset() + " on, where that from " + request.offset()
                            + " on was asked for");
        }
        if (firstPart.filter(part -> isSameList(part, reply)).isEmpty() && !startNewList(reply)) {
            // Asked for again from its first byte.
            return Optional.empty();
        }
        requireFits(reply);
        received.writeBytes(reply.chunk().toArray());
        return received.size() < reply.totalSize() ? Optional.empty() : Optional.of(assemble(reply, context));
    }

    private Crl assemble(CrlRep last, ExchangeContext context) throws Refusal {
        Crl crl = validator.validate(Bytes.of(received.toByteArray()), highestSeenNumber, context);
        if (crl.number() != last.crlNumber()) {
            throw new Refusal(
                    ErrorCode.KRB_AP_ERR_MODIFIED,
                    "list number " + crl.number() + ", where number " + last.crlNumber() + " was announced");
        }
        return crl;
    }

    private static boolean isSameList(CrlRep one, CrlRep other) {
        return one.crlNumber().equals(other.crlNumber()) && one.totalSize().equals(other.totalSize());
    }

    /** Whether the part is the first one of its list. */
    private boolean startNewList(CrlRep reply) throws Refusal {
        if (++restarts > MAX_RESTARTS) {
            throw revocationUnknown("the list changed " + MAX_RESTARTS + " times while it was read");
        }
        boolean startsAtZero = reply.offset() == 0;
        received.reset();
        firstPart = startsAtZero ? Optional.of(reply) : Optional.empty();
        return startsAtZero;
    }

    private void requireFits(CrlRep reply) throws Refusal {
        if (reply.totalSize() > Crl.MAX_ENCODED) {
            throw revocationUnknown("a list of " + reply.totalSize() + " bytes");
        }
        boolean incomplete = received.size() < reply.totalSize();
        if ((incomplete && reply.chunk().isEmpty()) || reply.chunk().size() > reply.totalSize() - received.size()) {
            throw revocationUnknown("parts that do not make a list of " + reply.totalSize() + " bytes");
        }
    }

    private static Refusal revocationUnknown(String reason) {
        return new Refusal(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, reason);
    }
}
