package hallpass.trace;

import hallpass.trace.TraceEvent.Compared;
import hallpass.trace.TraceEvent.Done;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Sent;
import java.util.OptionalInt;

/**
 * The twenty steps in which the Kerberos exchange was first described, found again in what the parties do. The table is
 * in {@code docs/protocol.md}.
 */
public final class OriginalStep {
    /** Steps are numbered from 1 to this. */
    public static final int COUNT = 20;

    private OriginalStep() {}

    /** The step that an event is, or none: the PKI messages and the checks that were added have no number. */
    public static OptionalInt of(Party party, TraceEvent event) {
        int step = number(party, event);
        return step == 0 ? OptionalInt.empty() : OptionalInt.of(step);
    }

    private static int number(Party party, TraceEvent event) {
        if (event instanceof Received received) {
            return whenReceived(party, received);
        } else if (event instanceof Sent sent) {
            return whenSent(party, sent);
        } else if (event instanceof PartSealed sealed) {
            return whenSealed(party, sealed);
        } else if (event instanceof PartOpened opened) {
            return whenOpened(party, opened);
        } else if (event instanceof Compared compared) {
            return whenCompared(party, compared);
        } else if (event instanceof Done done) {
            return whenDone(done);
        }
        return 0;
    }

    private static int whenReceived(Party party, Received received) {
        return switch (received.message().type()) {
            case AS_REQ -> 1;
            case AP_REP, SERVICE_REP -> party == Party.CLIENT ? 19 : 0;
            case KEY_UPDATE_REQ, KEY_UPDATE_REP -> 20;
            default -> 0;
        };
    }

    private static int whenSent(Party party, Sent sent) {
        return switch (sent.message().type()) {
            case TGS_REQ -> 11;
            case KEY_UPDATE_REQ -> party == Party.CLIENT ? 20 : 0;
            default -> 0;
        };
    }

    private static int whenSealed(Party party, PartSealed sealed) {
        return switch (sealed.usage()) {
            case AS_REP_PART -> 5;
            case TICKET -> party == Party.AS ? 6 : 17;
            case TGS_REQ_PRESENTED_TICKET -> 9;
            case TGS_REQ_AUTHENTICATOR -> 10;
            case TGS_REP_PART -> 16;
            default -> 0;
        };
    }

    private static int whenOpened(Party party, PartOpened opened) {
        return switch (opened.usage()) {
            case AS_REP_PART -> 8;
            case TICKET -> party == Party.TGS ? 12 : 0;
            case TGS_REQ_AUTHENTICATOR -> 13;
            default -> 0;
        };
    }

    private static int whenCompared(Party party, Compared compared) {
        return switch (compared.what()) {
            case USERNAMES -> party == Party.TGS ? 14 : 0;
            case EXPIRY -> 18;
            default -> 0;
        };
    }

    private static int whenDone(Done done) {
        return switch (done.deed()) {
            case KEY_FROM_PASSWORD -> 2;
            case TGS_KEY_MADE, SERVICE_KEY_MADE, SERVICE_KEY_FROM_PASSPHRASE -> 3;
            case TICKET_SESSION_KEY_MADE -> 4;
            case PASSWORD_TYPED -> 7;
            case SERVICE_SESSION_KEY_MADE -> 15;
            case CLIENT_AUTHENTICATED -> 19;
            case KEY_STORED -> 20;
            default -> 0;
        };
    }
}
