package hallpass.client.exchange;

import hallpass.message.ErrorCode;
import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationListCheck;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** P9 and P10, the asking side: puts a list of revoked certificates together from its parts. One for each list. */
public final class RevocationListExchange {
    /** A newer list may come in between; one that comes each time is no list. */
    private static final int MAX_BEGINNINGS = 5;

    private final RevocationListCheck check;
    private final long seen;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private Optional<RevocationListRep> first = Optional.empty();
    private int beginnings;

    /** @param seen the highest number that was seen before; 0 if none was */
    public RevocationListExchange(RevocationListCheck check, long seen) {
        this.check = check;
        this.seen = seen;
    }

    /** P9 for the part that is needed next. */
    public RevocationListReq ask() {
        return new RevocationListReq(whole.size());
    }

    /**
     * @return the list, once this was its last part
     * @throws Refusal MODIFIED if it is not the part that was asked for, or of a list that has another number; REVOCATION_UNKNOWN if the parts make no list; those of
     *     {@link RevocationListCheck#accept}
     */
    public Optional<RevocationList> accept(RevocationListReq asked, RevocationListRep reply, Occasion at)
            throws Refusal {
        if (!reply.offset().equals(asked.offset())) {
            throw new Refusal(
                    ErrorCode.KRB_AP_ERR_MODIFIED,
                    "the part from byte " + reply.offset() + " on, where that from " + asked.offset()
                            + " on was asked for");
        }
        if (first.filter(part -> isOfOneList(part, reply)).isEmpty() && !begin(reply)) {
            // Asked for again from its first byte.
            return Optional.empty();
        }
        requireRoom(reply);
        whole.writeBytes(reply.part().toArray());
        return whole.size() < reply.size() ? Optional.empty() : Optional.of(wholeList(reply, at));
    }

    private RevocationList wholeList(RevocationListRep last, Occasion at) throws Refusal {
        RevocationList list = check.accept(Bytes.of(whole.toByteArray()), seen, at);
        if (list.number() != last.number()) {
            throw new Refusal(
                    ErrorCode.KRB_AP_ERR_MODIFIED,
                    "list number " + list.number() + ", where number " + last.number() + " was announced");
        }
        return list;
    }

    private static boolean isOfOneList(RevocationListRep one, RevocationListRep other) {
        return one.number().equals(other.number()) && one.size().equals(other.size());
    }

    /** Whether the part is the first one of its list. */
    private boolean begin(RevocationListRep reply) throws Refusal {
        if (++beginnings > MAX_BEGINNINGS) {
            throw unknown("the list changed " + MAX_BEGINNINGS + " times while it was read");
        }
        boolean fromTheStart = reply.offset() == 0;
        whole.reset();
        first = fromTheStart ? Optional.of(reply) : Optional.empty();
        return fromTheStart;
    }

    private void requireRoom(RevocationListRep reply) throws Refusal {
        if (reply.size() > RevocationList.MAX_ENCODED) {
            throw unknown("a list of " + reply.size() + " bytes");
        }
        boolean more = whole.size() < reply.size();
        if ((more && reply.part().isEmpty()) || reply.part().size() > reply.size() - whole.size()) {
            throw unknown("parts that do not make a list of " + reply.size() + " bytes");
        }
    }

    private static Refusal unknown(String what) {
        return new Refusal(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, what);
    }
}
