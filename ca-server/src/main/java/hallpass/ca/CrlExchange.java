package hallpass.ca;

import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.pki.Crl;
import hallpass.protocol.ExchangeContext;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Arrays;

/** CRL exchange: answers P9 with a part of the current CRL, P10. */
public final class CrlExchange {
    private final CrlSource source;

    /** Source of the current CRL. */
    @FunctionalInterface
    public interface CrlSource {
        /** The CRL that lists every revocation so far and is valid at {@code now}. */
        Crl newest(Instant now);
    }

    public CrlExchange(CrlSource source) {
        this.source = source;
    }

    public CrlRep answer(CrlReq request, ExchangeContext context) {
        Crl crl = source.newest(context.now());
        byte[] whole = crl.encode().toArray();
        int start = Math.min(request.offset(), whole.length);
        int end = Math.min(start + CrlRep.MAX_CHUNK, whole.length);
        return new CrlRep(
                crl.number(), whole.length, request.offset(), Bytes.of(Arrays.copyOfRange(whole, start, end)));
    }
}
