package hallpass.ca;

import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.pki.Crl;
import hallpass.protocol.ExchangeContext;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Arrays;

/** Gives out the newest list of revoked certificates, part by part: P9 in, P10 out. */
public final class CrlExchange {
    private final CrlSource source;

    /** Where the newest list is. */
    @FunctionalInterface
    public interface CrlSource {
        /** The list that tells of all that is revoked now, and is good now. */
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
