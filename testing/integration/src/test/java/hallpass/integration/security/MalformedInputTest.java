package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RawConnection;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.StatusReq;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Malformed frames and messages at every server. The servers must still work after each test. */
class MalformedInputTest {
    private static final PrincipalName A = new PrincipalName("a");

    private static InProcessRealm realm;

    @BeforeAll
    static void startRealm(@TempDir Path temporary) throws Exception {
        realm = new InProcessRealm(RealmFixture.create(temporary.resolve("realm"))).startAll();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @AfterEach
    void assertServersStillServe() throws Exception {
        realm.client().assertBothFlowsWork();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void refusesHttpRequest(Party server) throws Exception {
        try (RawConnection peer = connect(server)) {
            peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(peer.readError().code()).isEqualTo(ErrorCode.KRB_ERR_FIELD_TOOLONG);
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void refusesUnknownMessageType(Party server) throws Exception {
        try (RawConnection peer = connect(server)) {
            peer.send(new Frame(0x7f, randomBytes(100)).encode());
            assertThat(peer.readError().code()).isEqualTo(ErrorCode.KRB_AP_ERR_MSG_TYPE);

            peer.send(new Frame(MessageType.STATUS_REQ.number(), randomBytes(7)).encode());
            assertThat(peer.readError().code()).isEqualTo(ErrorCode.HP_ERR_MALFORMED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void refusesRandomBodies(Party server) throws Exception {
        try (RawConnection peer = connect(server)) {
            for (MessageType type : MessageType.values()) {
                if (type != MessageType.ERROR) {
                    peer.send(new Frame(type.number(), randomBytes(500)).encode());
                    assertThat(peer.readError().code())
                            .as(type.title())
                            .isIn(ErrorCode.HP_ERR_MALFORMED, ErrorCode.KRB_ERR_FIELD_TOOLONG);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void refusesOversizedFrame(Party server) throws Exception {
        try (RawConnection peer = connect(server)) {
            peer.send(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(Frame.MAX_LENGTH + 1)
                    .array());

            ErrorMessage error = peer.readError();
            assertThat(error.code()).isEqualTo(ErrorCode.KRB_ERR_FIELD_TOOLONG);
            assertThat(error.text()).isEqualTo("frame length 65537 is not within 1 to 65536");
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void refusesEmptyFrame(Party server) throws Exception {
        try (RawConnection peer = connect(server)) {
            peer.send(new byte[Integer.BYTES]);

            assertThat(peer.readError().code()).isEqualTo(ErrorCode.HP_ERR_MALFORMED);
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void survivesTruncatedFrame(Party server) throws Exception {
        byte[] whole = MessageType.encode(new StatusReq()).encode();
        for (int sent = 1; sent < whole.length; sent++) {
            try (RawConnection peer = connect(server)) {
                peer.send(Arrays.copyOf(whole, sent));
            }
        }
        try (RawConnection peer = connect(server)) {
            peer.send(Arrays.copyOf(new Frame(1, randomBytes(1000)).encode(), 600));
        }
    }

    @Test
    void refusesOverlongUserName() throws Exception {
        assertThat(errorForName(129).code()).isEqualTo(ErrorCode.KRB_ERR_FIELD_TOOLONG);
        assertThat(errorForName(129).text()).isEqualTo("AS-REQ.ID_c is 129 bytes long; a name has at most 128");
        assertThat(errorForName(60_000).code()).isEqualTo(ErrorCode.KRB_ERR_FIELD_TOOLONG);
        assertThat(errorForName(128).code()).isEqualTo(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN);
    }

    @Test
    void refusesEmptyUserName() throws Exception {
        assertThat(errorForName(0).code()).isEqualTo(ErrorCode.HP_ERR_MALFORMED);
        assertThat(errorForName(0).text()).isEqualTo("AS-REQ.ID_c is an empty name");
    }

    @Test
    void refusesBadNamesAtPkiServer() throws Exception {
        assertThat(errorForPkiName(129).code()).isEqualTo(ErrorCode.KRB_ERR_FIELD_TOOLONG);
        assertThat(errorForPkiName(128).code()).isEqualTo(ErrorCode.HP_ERR_NO_SESSION);
        assertThat(errorForPkiName(0).code()).isEqualTo(ErrorCode.HP_ERR_MALFORMED);
    }

    private static RawConnection connect(Party server) throws IOException {
        return new RawConnection(realm.address(server));
    }

    /** The same bytes in every run. */
    private static Bytes randomBytes(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        return Bytes.of(noise);
    }

    private static ErrorMessage errorForName(int bytes) throws IOException, DecodeException {
        return errorFor(
                Party.AS,
                new AsReq(
                        A,
                        PrincipalName.ticketGrantingService("HALLPASS.TEST"),
                        new Nonce(1),
                        Instant.now(),
                        Bytes.EMPTY),
                bytes);
    }

    private static ErrorMessage errorForPkiName(int bytes) throws IOException, DecodeException {
        return errorFor(Party.APP, new PkiServiceReq(A, new Sealed<>(randomBytes(32))), bytes);
    }

    private static ErrorMessage errorFor(Party server, Message good, int bytes) throws IOException, DecodeException {
        try (RawConnection peer = connect(server)) {
            return peer.send(withFirstNameOfLength(bytes, good).encode()).readError();
        }
    }

    /** Replaces the first field, a name, by one of a length that the codec would not write. */
    private static Frame withFirstNameOfLength(int bytes, Message good) {
        Frame frame = MessageType.encode(good);
        byte[] rest = frame.body().toArray();
        int firstField = Short.BYTES + A.text().length();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(bytes >>> 8);
        body.write(bytes);
        body.writeBytes("a".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        body.write(rest, firstField, rest.length - firstField);
        return new Frame(frame.type(), Bytes.of(body.toByteArray()));
    }
}
