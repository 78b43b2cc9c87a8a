package hallpass.trace;

import hallpass.message.Party;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.CheckPerformed;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import java.util.OptionalInt;

/**
 * Maps trace events to the twenty steps of the original protocol description. The table of steps is
 * in {@code docs/protocol.md}.
 */
public final class ProtocolStep {
    /** Steps are numbered from 1 to this number. */
    public static final int COUNT = 20;

    private ProtocolStep() {}

    /** The step of an event. Empty for PKI messages and for checks that guards add. */
    public static OptionalInt of(Party party, TraceEvent event) {
        int step = number(party, event);
        return step == 0 ? OptionalInt.empty() : OptionalInt.of(step);
    }

    private static int number(Party party, TraceEvent event) {
        if (event instanceof MessageReceived received) {
            return ofReceived(party, received);
        } else if (event instanceof MessageSent sent) {
            return ofSent(party, sent);
        } else if (event instanceof PartSealed sealed) {
            return ofSealed(party, sealed);
        } else if (event instanceof PartOpened opened) {
            return ofOpened(party, opened);
        } else if (event instanceof CheckPerformed performed) {
            return ofCheck(party, performed);
        } else if (event instanceof ActionPerformed performed) {
            return ofAction(performed);
        }
        return 0;
    }

    private static int ofReceived(Party party, MessageReceived received) {
        return switch (received.message().type()) {
            case AS_REQ -> 1;
            case AP_REP, SERVICE_REP -> party == Party.CLIENT ? 19 : 0;
            case KEY_UPDATE_REQ, KEY_UPDATE_REP -> 20;
            default -> 0;
        };
    }

    private static int ofSent(Party party, MessageSent sent) {
        return switch (sent.message().type()) {
            case TGS_REQ -> 11;
            case KEY_UPDATE_REQ -> party == Party.CLIENT ? 20 : 0;
            default -> 0;
        };
    }

    private static int ofSealed(Party party, PartSealed sealed) {
        return switch (sealed.usage()) {
            case AS_REP_PART -> 5;
            case TICKET -> party == Party.AS ? 6 : 17;
            case TGS_REQ_PRESENTED_TICKET -> 9;
            case TGS_REQ_AUTHENTICATOR -> 10;
            case TGS_REP_PART -> 16;
            default -> 0;
        };
    }

    private static int ofOpened(Party party, PartOpened opened) {
        return switch (opened.usage()) {
            case AS_REP_PART -> 8;
            case TICKET -> party == Party.TGS ? 12 : 0;
            case TGS_REQ_AUTHENTICATOR -> 13;
            default -> 0;
        };
    }

    private static int ofCheck(Party party, CheckPerformed performed) {
        return switch (performed.check()) {
            case USERNAMES -> party == Party.TGS ? 14 : 0;
            case EXPIRY -> 18;
            default -> 0;
        };
    }

    private static int ofAction(ActionPerformed performed) {
        return switch (performed.action()) {
            case CLIENT_KEY_DERIVED -> 2;
            case TGS_KEY_GENERATED, SERVICE_KEY_GENERATED, SERVICE_KEY_DERIVED -> 3;
            case TICKET_SESSION_KEY_GENERATED -> 4;
            case PASSWORD_ENTERED -> 7;
            case SERVICE_SESSION_KEY_GENERATED -> 15;
            case CLIENT_AUTHENTICATED -> 19;
            case KEY_STORED -> 20;
            default -> 0;
        };
    }
}
