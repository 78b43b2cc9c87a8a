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

/** The client side of P9 and P10: assembles a CRL from its parts. An instance fetches one CRL. */
public final class CrlExchangeClient {
    /**
     * A newer CRL may appear during the transfer; more restarts than this indicate a faulty server.
     */
    private static final int MAX_RESTARTS = 5;

    private final CrlValidator validator;
    private final long highestSeenNumber;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Optional<CrlRep> firstPart = Optional.empty();
    private int restarts;

    /** @param highestSeenNumber the highest CRL number seen so far, or 0 */
    public CrlExchangeClient(CrlValidator validator, long highestSeenNumber) {
        this.validator = validator;
        this.highestSeenNumber = highestSeenNumber;
    }

    /** Creates P9 for the next part. */
    public CrlReq createRequest() {
        return new CrlReq(received.size());
    }

    /**
     * @return the CRL, if this was the last part
     * @throws Refusal MODIFIED if the part is not the requested one or belongs to a CRL with
     *     another number; REVOCATION_UNKNOWN if the parts do not form a CRL; those of {@link
     *     CrlValidator#validate}
     */
    public Optional<Crl> acceptReply(CrlReq request, CrlRep reply, ExchangeContext context) throws Refusal {
        if (!reply.offset().equals(request.offset())) {
            throw new Refusal(
                    ErrorCode.KRB_AP_ERR_MODIFIED,
                    "the part at offset " + reply.offset() + ", but offset " + request.offset() + " was requested");
        }
        if (firstPart.filter(part -> isSameList(part, reply)).isEmpty() && !startNewList(reply)) {
            // The next request starts at the first byte.
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
                    "CRL number " + crl.number() + ", but number " + last.crlNumber() + " was announced");
        }
        return crl;
    }

    private static boolean isSameList(CrlRep one, CrlRep other) {
        return one.crlNumber().equals(other.crlNumber()) && one.totalSize().equals(other.totalSize());
    }

    /** Returns whether the part is the first one of its CRL. */
    private boolean startNewList(CrlRep reply) throws Refusal {
        if (++restarts > MAX_RESTARTS) {
            throw revocationUnknown("the CRL changed " + MAX_RESTARTS + " times during the transfer");
        }
        boolean startsAtZero = reply.offset() == 0;
        received.reset();
        firstPart = startsAtZero ? Optional.of(reply) : Optional.empty();
        return startsAtZero;
    }

    private void requireFits(CrlRep reply) throws Refusal {
        if (reply.totalSize() > Crl.MAX_ENCODED) {
            throw revocationUnknown("the CRL has " + reply.totalSize() + " bytes");
        }
        boolean incomplete = received.size() < reply.totalSize();
        if ((incomplete && reply.chunk().isEmpty()) || reply.chunk().size() > reply.totalSize() - received.size()) {
            throw revocationUnknown("the parts do not form a CRL of " + reply.totalSize() + " bytes");
        }
    }

    private static Refusal revocationUnknown(String reason) {
        return new Refusal(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, reason);
    }
}
