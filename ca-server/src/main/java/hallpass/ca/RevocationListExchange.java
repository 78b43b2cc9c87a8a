package hallpass.ca;

import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.pki.RevocationList;
import hallpass.protocol.Occasion;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Arrays;

/** Gives out the newest list of revoked certificates, part by part: P9 in, P10 out. */
public final class RevocationListExchange {
    private final Lists lists;

    /** Where the newest list is. */
    @FunctionalInterface
    public interface Lists {
        /** The list that tells of all that is revoked now, and is good now. */
        RevocationList newest(Instant now);
    }

    public RevocationListExchange(Lists lists) {
        this.lists = lists;
    }

    public RevocationListRep answer(RevocationListReq request, Occasion at) {
        RevocationList list = lists.newest(at.now());
        byte[] whole = list.encode().toArray();
        int start = Math.min(request.offset(), whole.length);
        int end = Math.min(start + RevocationListRep.MAX_PART, whole.length);
        return new RevocationListRep(
                list.number(), whole.length, request.offset(), Bytes.of(Arrays.copyOfRange(whole, start, end)));
    }
}
