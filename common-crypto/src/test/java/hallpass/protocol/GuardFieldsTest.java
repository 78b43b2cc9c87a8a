package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.RsaEncryption;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PartType;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.message.WorkedExamples;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Layout.FieldInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The one rule for a field of a guard that the realm does not have: it is refused. */
class GuardFieldsTest {
    private static final Bytes SOME = Bytes.ofHex("0102");
    private static final SecretBytes SECRET = SecretBytes.of(new byte[32]);
    private static final PrincipalName NAME = new PrincipalName("ID-Server");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SymmetricKey KEY = SymmetricKey.of("K", new byte[16]);

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(Guard.LOCAL_KEYS, new ServerRegistrationReq(new RsaSealed<>(SOME), SOME)),
                Arguments.of(
                        Guard.CLIENT_CERTIFICATE, new ClientRegistrationReq(new RsaSealed<>(SOME), SOME, Bytes.EMPTY)),
                Arguments.of(
                        Guard.CLIENT_CERTIFICATE, new ClientRegistrationReq(new RsaSealed<>(SOME), Bytes.EMPTY, SOME)),
                Arguments.of(Guard.SALTED_KDF, new PreAuthenticationRep("salt", Bytes.EMPTY)),
                Arguments.of(Guard.PREAUTH, new PreAuthenticationRep("", SOME)));
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                Arguments.of(
                        Guard.ENROLMENT_TOKEN,
                        ServerRegistrationReqPart.PART,
                        new ServerRegistrationReqPart(KEY, NAME, NOON, SECRET, Bytes.EMPTY)),
                Arguments.of(
                        Guard.LOCAL_KEYS,
                        ServerRegistrationReqPart.PART,
                        new ServerRegistrationReqPart(KEY, NAME, NOON, SecretBytes.EMPTY, SOME)),
                Arguments.of(
                        Guard.ENROLMENT_TOKEN,
                        ServerRegistrationRepPart.PART,
                        new ServerRegistrationRepPart(SOME, SECRET, SOME, NAME, NOON, SECRET)),
                Arguments.of(
                        Guard.TRANSCRIPT,
                        ClientRegistrationRepPart.PART,
                        new ClientRegistrationRepPart(KEY, Duration.ofHours(1), NAME, NOON, SOME)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesMessageWithFieldOfAbsentGuard(Guard guard, Message message) {
        DecodeException refused =
                catchThrowableOfType(DecodeException.class, () -> allBut(guard).check(message));

        assertThat(refused.fault()).isEqualTo(DecodeException.DecodeFault.MALFORMED);
        assertThat(refused.problem()).endsWith("belongs to the guard " + guard + ", which this realm does not have");
        assertThatCode(() -> new GuardFields(Set.of(guard)).check(message)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("parts")
    <T extends Record> void refusesPartWithFieldOfAbsentGuard(Guard guard, PartType<T> part, T value) throws Refusal {
        Sealed<T> sealed = sealer(allBut(guard)).seal(part, value, KEY, Trace.NONE);

        Refusal refused =
                catchThrowableOfType(Refusal.class, () -> sealer(allBut(guard)).open(part, sealed, KEY, Trace.NONE));

        assertThat(refused.code()).isEqualTo(ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(refused.reason()).contains("belongs to the guard " + guard);
        assertThat(sealer(new GuardFields(Set.of(guard))).open(part, sealed, KEY, Trace.NONE))
                .isEqualTo(value);
    }

    /** Cert_ca belongs to no guard: pinned-anchor makes the client ignore it. */
    @Test
    void everyOtherTrailingFieldBelongsToAGuard() {
        List<FieldInfo> unowned = Stream.concat(
                        Arrays.stream(MessageType.values()).map(MessageType::layout),
                        WorkedExamples.all().stream()
                                .flatMap(example -> example.openedParts().stream())
                                .map(opened -> opened.type().layout()))
                .flatMap(layout -> layout.fields().stream())
                .filter(field -> field.trailing() && Guard.byId(field.guard()).isEmpty())
                .toList();

        assertThat(unowned).extracting(FieldInfo::name).containsExactly("Cert_ca");
    }

    private static GuardFields allBut(Guard guard) {
        return new GuardFields(EnumSet.complementOf(EnumSet.of(guard)));
    }

    private static Sealer sealer(GuardFields guardFields) {
        return new Sealer(Profile.CLASSIC.cipherSuite(), RsaEncryption.OAEP, guardFields);
    }
}
