package hallpass.attack;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.adversary.Scheme;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.protocol.Conversation;
import hallpass.protocol.Refusal;
import hallpass.trace.Party;
import java.util.Optional;

/** The attacker in a server's place: who asks it is answered by a conversation of the attacker's own. */
public final class Impostor implements Scheme {
    private final Party server;
    private final Conversation conversation;
    private final Stage stage;

    /** @param conversation built of the server's own code, with what the attacker has for keys */
    public Impostor(Party server, Conversation conversation, Stage stage) {
        this.server = server;
        this.conversation = conversation;
        this.stage = stage;
    }

    @Override
    public Decision decide(Passing passing) {
        Optional<Message> request = passing.message();
        if (passing.server() != server || passing.direction() != Direction.TO_SERVER || request.isEmpty()) {
            return Decision.PASS;
        }
        return new Decision.Answer(MessageType.encode(answer(request.get())));
    }

    private Message answer(Message request) {
        try {
            return conversation.answer(request, stage.now());
        } catch (Refusal refusal) {
            return new ErrorMessage(
                    refusal.code(), stage.now().now(), refusal.code().sentence());
        }
    }
}
