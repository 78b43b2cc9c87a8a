package hallpass.client.credential;

import hallpass.message.Fields;
import hallpass.wire.Bytes;
import hallpass.wire.Codec;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.Fault;
import hallpass.wire.Field;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wallet as the file has it: frames as on the wire, first one that says what the file is, then one for each thing
 * held. As strict as the wire.
 */
final class WalletFormat implements Codec<Wallet> {
    /** One more whenever a layout changes; an older file is refused with a sentence, and a login makes a new one. */
    private static final int VERSION = 1;

    private static final String MAGIC = "hallpass credentials";

    private static final int HEADER = 1;
    private static final int TICKET = 2;
    private static final int TOKEN = 3;
    private static final int SESSION = 4;

    private static final Layout<Header> HEADERS = Fields.layout(Header.class, "the cache's header");
    private static final Layout<HeldTicket> TICKETS = Fields.layout(HeldTicket.class, "a kept ticket");
    private static final Layout<HeldToken> TOKENS = Fields.layout(HeldToken.class, "a kept token");
    private static final Layout<HeldSession> SESSIONS = Fields.layout(HeldSession.class, "a kept session");

    private final String realm;

    private record Header(
            @Field("magic") String magic,
            @Field("version") Integer version,
            @Field("realm") String realm) {}

    WalletFormat(String realm) {
        this.realm = realm;
    }

    @Override
    public byte[] encode(Wallet wallet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, HEADER, HEADERS.encode(new Header(MAGIC, VERSION, realm)));
        wallet.ticket().ifPresent(held -> write(out, TICKET, TICKETS.encode(held)));
        wallet.tokens().forEach(held -> write(out, TOKEN, TOKENS.encode(held)));
        wallet.sessions().forEach(held -> write(out, SESSION, SESSIONS.encode(held)));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int type, byte[] body) {
        out.writeBytes(new Frame(type, Bytes.of(body)).toArray());
    }

    @Override
    public Wallet decode(byte[] bytes) throws DecodeException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        checkHeader(next(in));
        Optional<HeldTicket> ticket = Optional.empty();
        List<HeldToken> tokens = new ArrayList<>();
        List<HeldSession> sessions = new ArrayList<>();
        while (in.hasRemaining()) {
            Frame frame = next(in);
            byte[] body = frame.body().toArray();
            switch (frame.type()) {
                case TICKET -> ticket = Optional.of(TICKETS.decode(body));
                case TOKEN -> tokens.add(TOKENS.decode(body));
                case SESSION -> sessions.add(SESSIONS.decode(body));
                default -> throw new DecodeException(Fault.UNKNOWN_TYPE, "the cache", "holds a thing that is unknown");
            }
        }
        return new Wallet(ticket, tokens, sessions);
    }

    private static Frame next(ByteBuffer in) throws DecodeException {
        if (in.remaining() < Frame.PREFIX) {
            throw torn();
        }
        int length = Frame.checkLength(in.getInt());
        if (length > in.remaining()) {
            throw torn();
        }
        Frame frame = Frame.ofContent(in.slice(in.position(), length));
        in.position(in.position() + length);
        return frame;
    }

    private void checkHeader(Frame frame) throws DecodeException {
        if (frame.type() != HEADER) {
            throw new DecodeException(Fault.MALFORMED, "the cache", "does not begin as one");
        }
        Header header = HEADERS.decode(frame.body().toArray());
        if (!header.magic.equals(MAGIC) || header.version != VERSION) {
            throw new DecodeException(
                    Fault.MALFORMED,
                    "the cache",
                    "has format " + header.version + ", and this version reads " + VERSION);
        }
        if (!header.realm.equals(realm)) {
            throw new DecodeException(Fault.MALFORMED, "the cache", "is for the realm " + header.realm);
        }
    }

    private static DecodeException torn() {
        return new DecodeException(Fault.MALFORMED, "the cache", "ends in the middle");
    }
}
