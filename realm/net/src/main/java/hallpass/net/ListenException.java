package hallpass.net;

import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.util.Locale;

/** A server cannot listen where it should. The message is one sentence: why, and what to do. */
public final class ListenException extends Exception {
    private static final long serialVersionUID = 1L;

    private ListenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static ListenException of(InetSocketAddress address, Throwable cause) {
        return of(address, cause, "--port");
    }

    /** @param option of the command line, with which to listen elsewhere */
    public static ListenException of(InetSocketAddress address, Throwable cause, String option) {
        return new ListenException(describe(address, cause, option), cause);
    }

    /** The kinds of failure differ in the system's words alone, {@link java.net.BindException} being one for all. */
    private static String describe(InetSocketAddress address, Throwable cause, String option) {
        String host = Addresses.host(address);
        int port = address.getPort();
        String problem = String.valueOf(cause.getMessage());
        String words = problem.toLowerCase(Locale.ROOT);
        if (address.isUnresolved()) {
            return "no machine is called " + host + ": give an address of this machine to listen on";
        }
        if (words.contains("in use")) {
            return "port " + port + " of " + host + " is taken: stop the process that has it, or start this one with "
                    + option;
        }
        if (words.contains("denied") || words.contains("not permitted")) {
            return "port " + port + " of " + host
                    + " may not be used by this account: start this one with " + option
                    + " and a number from 1024 on";
        }
        if (words.contains("assign requested address")) {
            return host + " is no address of this machine: give one that is, such as 127.0.0.1";
        }
        return "cannot listen on " + Addresses.text(address) + " (" + PrintableText.escape(problem)
                + "): choose another address, or start this one with " + option;
    }
}
