package hallpass.client.credential;

import hallpass.message.LayoutFactory;
import hallpass.wire.Bytes;
import hallpass.wire.Codec;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Field;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Encodes credentials for the cache file: wire frames, the first of which identifies the format,
 * then one for each credential. Decoding is as strict as on the wire.
 */
final class CredentialsCodec implements Codec<Credentials> {
    /**
     * Incremented with each change of a layout. An older file is refused, and the next login
     * replaces it.
     */
    private static final int VERSION = 1;

    private static final String MAGIC = "hallpass credentials";

    private static final int HEADER = 1;
    private static final int TICKET = 2;
    private static final int TOKEN = 3;
    private static final int SESSION = 4;

    private static final Layout<Header> HEADER_LAYOUT = LayoutFactory.of(Header.class, "the cache's header");
    private static final Layout<CachedTicket> TICKET_LAYOUT = LayoutFactory.of(CachedTicket.class, "a cached ticket");
    private static final Layout<CachedToken> TOKEN_LAYOUT = LayoutFactory.of(CachedToken.class, "a cached token");
    private static final Layout<CachedSession> SESSION_LAYOUT =
            LayoutFactory.of(CachedSession.class, "a cached session");

    private final String realm;

    private record Header(
            @Field("magic") String magic,
            @Field("version") Integer version,
            @Field("realm") String realm) {}

    CredentialsCodec(String realm) {
        this.realm = realm;
    }

    /** The longest beginning of a file that {@link #isCache} examines. */
    static final int SIGNATURE_END = Frame.PREFIX_SIZE + 1 + Short.BYTES + MAGIC.length();

    /** Whether a file with this beginning is a cache, of any version and realm. */
    static boolean isCache(byte[] beginning) {
        byte[] header = new CredentialsCodec("").encode(Credentials.EMPTY);
        // The first bytes are the length of the frame, which depends on the realm.
        return beginning.length >= SIGNATURE_END
                && Arrays.equals(beginning, Frame.PREFIX_SIZE, SIGNATURE_END, header, Frame.PREFIX_SIZE, SIGNATURE_END);
    }

    @Override
    public byte[] encode(Credentials credentials) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeFrame(out, HEADER, HEADER_LAYOUT.encode(new Header(MAGIC, VERSION, realm)));
        credentials.ticket().ifPresent(held -> writeFrame(out, TICKET, TICKET_LAYOUT.encode(held)));
        credentials.tokens().forEach(held -> writeFrame(out, TOKEN, TOKEN_LAYOUT.encode(held)));
        credentials.sessions().forEach(held -> writeFrame(out, SESSION, SESSION_LAYOUT.encode(held)));
        return out.toByteArray();
    }

    private static void writeFrame(ByteArrayOutputStream out, int type, byte[] body) {
        out.writeBytes(new Frame(type, Bytes.of(body)).encode());
    }

    @Override
    public Credentials decode(byte[] bytes) throws DecodeException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        checkHeader(readFrame(in));
        Optional<CachedTicket> ticket = Optional.empty();
        List<CachedToken> tokens = new ArrayList<>();
        List<CachedSession> sessions = new ArrayList<>();
        while (in.hasRemaining()) {
            Frame frame = readFrame(in);
            byte[] body = frame.body().toArray();
            switch (frame.type()) {
                case TICKET -> ticket = Optional.of(TICKET_LAYOUT.decode(body));
                case TOKEN -> tokens.add(TOKEN_LAYOUT.decode(body));
                case SESSION -> sessions.add(SESSION_LAYOUT.decode(body));
                default ->
                    throw new DecodeException(DecodeFault.UNKNOWN_TYPE, "the cache", "contains an unknown record");
            }
        }
        return new Credentials(ticket, tokens, sessions);
    }

    private static Frame readFrame(ByteBuffer in) throws DecodeException {
        if (in.remaining() < Frame.PREFIX_SIZE) {
            throw truncated();
        }
        int length = Frame.checkLength(in.getInt());
        if (length > in.remaining()) {
            throw truncated();
        }
        Frame frame = Frame.decodeContent(in.slice(in.position(), length));
        in.position(in.position() + length);
        return frame;
    }

    private void checkHeader(Frame frame) throws DecodeException {
        if (frame.type() != HEADER) {
            throw new DecodeException(DecodeFault.MALFORMED, "the cache", "does not start with a header");
        }
        Header header = HEADER_LAYOUT.decode(frame.body().toArray());
        if (!header.magic.equals(MAGIC) || header.version != VERSION) {
            throw new DecodeException(
                    DecodeFault.MALFORMED,
                    "the cache",
                    "has format " + header.version + ", and this version reads " + VERSION);
        }
        if (!header.realm.equals(realm)) {
            throw new DecodeException(DecodeFault.MALFORMED, "the cache", "belongs to the realm " + header.realm);
        }
    }

    private static DecodeException truncated() {
        return new DecodeException(DecodeFault.MALFORMED, "the cache", "is truncated");
    }
}
