package hallpass.attack;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.Interceptor;
import hallpass.adversary.RecordedFrame;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import java.util.Optional;

/** An interceptor that answers the requests to a server in its place. */
public final class ServerImpersonator implements Interceptor {
    private final Party server;
    private final RequestHandler requestHandler;
    private final AttackContext context;

    /**
     * @param requestHandler built from the server's own code, with the keys that the attacker has
     */
    public ServerImpersonator(Party server, RequestHandler requestHandler, AttackContext context) {
        this.server = server;
        this.requestHandler = requestHandler;
        this.context = context;
    }

    @Override
    public Decision decide(RecordedFrame recorded) {
        Optional<Message> request = recorded.message();
        if (recorded.server() != server || recorded.direction() != Direction.TO_SERVER || request.isEmpty()) {
            return Decision.PASS;
        }
        return new Decision.Answer(MessageType.encode(answer(request.get())));
    }

    private Message answer(Message request) {
        try {
            return requestHandler.handle(request, context.exchangeContext());
        } catch (Refusal refusal) {
            return new ErrorMessage(
                    refusal.code(),
                    context.exchangeContext().now(),
                    refusal.code().description());
        }
    }
}
