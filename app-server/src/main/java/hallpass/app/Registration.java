package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.protocol.Refusal;
import java.util.Optional;

/** The server's identity, once the authority has given it one. Safe for many threads. */
public final class Registration {
    private volatile Optional<ServerIdentity> identity = Optional.empty();

    /** From now on the server is this, also where it was another before. */
    public void complete(ServerIdentity newIdentity) {
        identity = Optional.of(newIdentity);
    }

    public Optional<ServerIdentity> current() {
        return identity;
    }

    /**
     * @throws Refusal NOT_REGISTERED as long as there is none
     */
    public ServerIdentity require() throws Refusal {
        return current()
                .orElseThrow(() -> new Refusal(
                        ErrorCode.HP_ERR_NOT_REGISTERED, "this server is still waiting for its certificate"));
    }
}
