package hallpass.adversary.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.adversary.Direction;
import hallpass.adversary.rule.RecordedFrameReference.Last;
import hallpass.adversary.rule.RecordedFrameReference.Numbered;
import hallpass.adversary.rule.RuleAction.AnswerError;
import hallpass.adversary.rule.RuleAction.Edit;
import hallpass.adversary.rule.RuleAction.Hold;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParserTest {
    private static final FrameMatcher K4 =
            new FrameMatcher(Optional.of(MessageType.TGS_REP), Direction.TO_CLIENT, Party.TGS);

    @Test
    void readsActionMessageAndDirection() throws RuleException {
        Rule rule = RuleParser.parse("  drop   K4 from tgs ");
        assertThat(rule.matcher()).isEqualTo(K4);
        assertThat(rule.action()).isEqualTo(new RuleAction.Drop());
        assertThat(rule.times()).isEmpty();
        assertThat(rule).hasToString("drop K4 from tgs");
    }

    @Test
    void acceptsCapitalsTitlesAndAny() throws RuleException {
        assertThat(RuleParser.parse("DROP k4 FROM Tgs").matcher()).isEqualTo(K4);
        assertThat(RuleParser.parse("drop TGS-REP from tgs").matcher()).isEqualTo(K4);
        assertThat(RuleParser.parse("drop any to as").matcher())
                .isEqualTo(new FrameMatcher(Optional.empty(), Direction.TO_SERVER, Party.AS));
        assertThat(RuleParser.parse("drop E from ca").matcher().type()).contains(MessageType.ERROR);
    }

    @Test
    void readsNumberOfTimes() throws RuleException {
        assertThat(RuleParser.parse("drop K4 from tgs once").times()).hasValue(1);
        assertThat(RuleParser.parse("drop K4 from tgs 3 times").times()).hasValue(3);
        assertThat(RuleParser.parse("drop K4 from tgs always").times()).isEmpty();
        assertThat(RuleParser.parse("answer K1 to as with 12 2 times").times()).hasValue(2);
    }

    @Test
    void readsEveryVerb() throws RuleException {
        assertThat(RuleParser.parse("cut K4 from tgs").action()).isEqualTo(new RuleAction.Cut());
        assertThat(RuleParser.parse("repeat K4 from tgs").action()).isEqualTo(new RuleAction.Repeat());
        assertThat(RuleParser.parse("swap K4 from tgs").action()).isInstanceOf(RuleAction.Swap.class);
        assertThat(RuleParser.parse("delay 1500ms K4 from tgs").action())
                .isEqualTo(new RuleAction.Delay(Duration.ofMillis(1500)));
        assertThat(RuleParser.parse("hold K4 from tgs").action()).isEqualTo(new Hold(Optional.empty()));
        assertThat(RuleParser.parse("hold K3 to tgs until K4 from tgs once").action())
                .isEqualTo(new Hold(Optional.of(K4)));
        assertThat(RuleParser.parse("replace K4 from tgs with 12").action())
                .isEqualTo(new RuleAction.Replace(new Numbered(12)));
        assertThat(RuleParser.parse("answer K3 to tgs with last K4").action())
                .isEqualTo(new RuleAction.Answer(new Last(MessageType.TGS_REP)));
        assertThat(RuleParser.parse("answer K3 to tgs with error 37").action())
                .isEqualTo(new AnswerError(ErrorCode.KRB_AP_ERR_SKEW));
        assertThat(RuleParser.VERBS).allMatch(RuleParser::isRule);
        assertThat(RuleParser.isRule("list")).isFalse();
    }

    @Test
    void readsEdits() throws RuleException {
        assertThat(RuleParser.parse("edit K4 from tgs flip bit 100").action())
                .isEqualTo(new Edit(new FrameEdit.FlipBit(100)));
        assertThat(RuleParser.parse("edit K4 from tgs flip bit 0 of token").action())
                .isEqualTo(new Edit(new FrameEdit.FlipBitOf(0, "token")));
        assertThat(RuleParser.parse("edit K3 to tgs flip bit 1 of \"E(K_c,tgs)[ID_c, TS3]\"")
                        .action())
                .isEqualTo(new Edit(new FrameEdit.FlipBitOf(1, "E(K_c,tgs)[ID_c, TS3]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "K3 to tgs replace field ID_s with \"a b\"          | ID_s | 612062",
                "K3 to tgs replace ID_s with \"\"                   | ID_s | ''",
                "K3 to tgs replace ticket with hex 00FF             | ticket | 00ff",
                "K1 to as replace TS1 with \"2026-01-01T12:00:00Z\" | TS1 | 0000019b796dd600",
                "K1 to as replace N1 with hex 0000000000000001      | N1 | 0000000000000001",
                "P9 to ca replace offset with \"7\"                 | offset | 00000007",
                "S2 from as replace remembered with \"9\"           | remembered | 0000000000000009",
            })
    void readsNewFieldValue(String edit, String field, String hex) throws RuleException {
        assertThat(RuleParser.parse("edit " + edit).action())
                .isEqualTo(new Edit(new FrameEdit.Replace(field, Bytes.ofHex(hex))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fling K4 from tgs            | \"fling\" is not an action; use one of: drop, cut, delay, repeat",
                "drop                         | name the message and its direction: K3 to tgs, K4 from tgs, any to as",
                "drop K4                      | name the message and its direction",
                "drop K4 at tgs               | name the message and its direction",
                "drop K99 from tgs            | there is no message K99; use K1 to K12, P1 to P12",
                "drop K4 from kdc             | there is no server kdc; use as, tgs, service, ca or app",
                "drop K4 to tgs               | there is no K4 to tgs; use K4 from tgs",
                "drop K4 from as              | there is no K4 from as; use K4 from tgs",
                "drop P3 to ca                | there is no P3 to ca; use P3 to app",
                "drop S1 from as              | there is no S1 from as; use S1 to as",
                "drop K4 from tgs twice       | unexpected \"twice\"; a rule ends with once, 2 times or always",
                "drop K4 from tgs 0 times     | 0 times means never",
                "delay K4 from tgs            | a duration is a number with ms, s or m, not K4",
                "delay 2 K4 from tgs          | not 2",
                "edit K4 from tgs             | an edit either flips a bit or replaces a field",
                "edit K4 from tgs flip 3      | name the bit: edit K4 from tgs flip bit 100",
                "edit K4 from tgs flip bit x  | a bit is a whole number, such as 100, not x",
                "edit K4 from tgs flip bit 31 | the first 32 bits are the frame's length",
                "edit any from tgs flip bit 3 of token | fields differ between messages",
                "edit K3 to tgs replace TS1 with \"x\" | K3 has no field TS1; it has ID_s, N2, ticket, \"E(K_c,tgs)[",
                "edit K3 to tgs replace ID_s with x    | write the new value in quotes: with \"x\"",
                "edit K3 to tgs replace ID_s           | give the new value: edit K3 to tgs replace ID_s with \"x\"",
                "edit K3 to tgs replace ticket with \"x\" | ticket is encrypted: give its bytes, as in with hex 00ff",
                "edit K3 to tgs replace N2 with \"x\"     | N2 is not text: give its bytes",
                "edit K3 to tgs replace N2 with hex 0     | write bytes as an even number of hexadecimal digits",
                "edit K1 to as replace TS1 with \"noon\"  | TS1 is a time, such as \"2026-01-01T12:00:00Z\", not",
                "edit P9 to ca replace offset with \"-1\" | offset is a whole number",
                "edit K3 to tgs replace ID_s with \"x     | a quote is not closed",
                "replace K4 from tgs          | name the recorded frame: replace K4 from tgs with 12",
                "replace K4 from tgs with K4  | a recorded frame is a whole number, such as 12, or last K2, not K4",
                "replace K4 from tgs with last | name the message: last K2",
                "answer K4 from tgs with 12   | only messages to a server can be answered",
                "answer K3 to tgs with error 5 | there is no error 5",
                "answer K3 to tgs             | give the answer: answer K3 to tgs",
            })
    void reportsInvalidRule(String line, String sentence) {
        assertThatExceptionOfType(RuleException.class)
                .isThrownBy(() -> RuleParser.parse(line))
                .satisfies(problem -> assertThat(problem.sentence()).contains(sentence));
    }

    @Test
    void readsFrameSelectors() throws RuleException {
        assertThat(RuleParser.parseSelector("12")).isEqualTo(new Numbered(12));
        assertThat(RuleParser.parseSelector("last AS-REP")).isEqualTo(new Last(MessageType.AS_REP));
        assertThat(RuleParser.parseSendRequest("5 last K7 to service").selectors())
                .isEqualTo(List.of(new Numbered(5), new Last(MessageType.SERVICE_REQ)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "to as", "5", "5 to", "5 to nobody", "5 to as now", "x to as"})
    void refusesIncompleteSendRequest(String text) {
        assertThatExceptionOfType(RuleException.class).isThrownBy(() -> RuleParser.parseSendRequest(text));
    }
}
