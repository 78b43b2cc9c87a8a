package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackRefusedException;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.crypto.Sealed;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.protocol.Guard;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One bit of a ticket is changed, and the error tells which check it was that failed. */
public final class E8BitFlip implements Attack {
    private static final int BITS = 8;

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E8",
                "bit flip",
                "ECB notices a changed bit only by luck: the block comes out as something else, and whatever is "
                        + "checked first falls over it. The TGS has one code for a padding that is wrong, and another "
                        + "for a padding that is right around something else that is not: an oracle that tells what is "
                        + "inside of blocks that nobody but the KDC can open.",
                List.of("to hear a request to the TGS, and to send it again with a bit changed"),
                List.of("Vaudenay: Security Flaws Induced by CBC Padding (EUROCRYPT 2002)", References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 tgs")
                        .and(Guard.UNIFORM_ERRORS, "1009 tgs")
                        .hardened("1009 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser victim = context.user("administrator");
        context.narration().step(victim + " asks for a token. The attacker records K3.");
        victim.requestToken(victim.login());
        TgsReq recordedRequest = context.lastMessage(MessageType.TGS_REQ, TgsReq.class);
        int blocks = new AesBlocks(recordedRequest.ticket().ciphertext()).count();
        context
                .narration()
                .step("The attacker sends it again, with one bit of the ticket changed, again and again.");
        Map<ErrorCode, Integer> seen = new EnumMap<>(ErrorCode.class);
        int accepted = 0;
        for (int block = 0; block < blocks; block++) {
            Map<ErrorCode, Integer> blockCodes = flipBits(recordedRequest, block, context);
            context.narration().verbatim(List.of("a bit of block " + block + ":  " + text(blockCodes)));
            blockCodes.forEach((code, times) -> seen.merge(code, times, Integer::sum));
            accepted += BITS - refusals(blockCodes);
        }
        if (accepted > 0) {
            // No code tells of these: what is taken is no refusal, however alike the others are.
            return Outcome.succeeded("the TGS takes " + accepted + " tickets of which a bit was changed");
        }
        if (seen.size() > 1) {
            return Outcome.succeeded("the TGS tells the attacker which check failed: " + text(seen));
        }
        ErrorCode only = seen.keySet().iterator().next();
        return Outcome.refused(only, Party.TGS, "whichever bit is changed, the answer is the same: " + text(seen));
    }

    private static int refusals(Map<ErrorCode, Integer> codes) {
        return codes.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String text(Map<ErrorCode, Integer> codes) {
        return codes.entrySet().stream()
                .map(entry -> entry.getValue() + " times " + entry.getKey().number() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static Map<ErrorCode, Integer> flipBits(TgsReq recordedRequest, int block, AttackContext context)
            throws Exception {
        Map<ErrorCode, Integer> seen = new EnumMap<>(ErrorCode.class);
        for (int bit = 0; bit < BITS; bit++) {
            byte[] bytes = recordedRequest.ticket().ciphertext().toArray();
            int position = Math.min(bytes.length - 1, block * AesBlocks.SIZE + 2 * bit);
            bytes[position] ^= (byte) (1 << bit);
            Sealed<Ticket> changed = new Sealed<>(AesBlocks.of(bytes).bytes());
            try (AttackerConnection connection = context.connect(Party.TGS)) {
                connection.request(
                        new TgsReq(
                                recordedRequest.service(),
                                recordedRequest.nonce(),
                                changed,
                                recordedRequest.presentedTicket(),
                                recordedRequest.authenticator()),
                        TgsRep.class);
            } catch (AttackRefusedException refused) {
                seen.merge(refused.error().code(), 1, Integer::sum);
            }
        }
        return seen;
    }
}
