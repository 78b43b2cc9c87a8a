package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackRefusedException;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
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

/** Flips bits of a ticket and learns from the error code which check failed. */
public final class E8BitFlip implements Attack {
    private static final int BITS = 8;

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E8",
                "bit flip",
                "ECB detects a flipped bit only by chance: the block decrypts to random bytes, and "
                        + "the first check that meets them fails. The TGS sends one code for invalid padding "
                        + "and another for valid padding around invalid content. These codes are an oracle for "
                        + "the content of blocks that only the KDC can decrypt.",
                List.of("observe a request to the TGS and send modified copies of it"),
                List.of("Vaudenay: Security Flaws Induced by CBC Padding (EUROCRYPT 2002)", References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 tgs")
                        .and(Guard.UNIFORM_ERRORS, "1009 tgs")
                        .hardened("1009 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user("administrator");
        narration.step(victim + " requests a token. The attacker records K3.");
        victim.requestToken(victim.login());
        TgsReq recordedRequest = context.lastMessage(MessageType.TGS_REQ, TgsReq.class);
        int blocks = new AesBlocks(recordedRequest.ticket().ciphertext()).count();
        narration.step("The attacker sends it again and again, each time with another bit of the ticket flipped.");
        Map<ErrorCode, Integer> seen = new EnumMap<>(ErrorCode.class);
        int accepted = 0;
        for (int block = 0; block < blocks; block++) {
            Map<ErrorCode, Integer> blockCodes = flipBits(recordedRequest, block, context);
            narration.verbatim(List.of("bits of block " + block + ":  " + text(blockCodes)));
            blockCodes.forEach((code, times) -> seen.merge(code, times, Integer::sum));
            accepted += BITS - refusals(blockCodes);
        }
        if (accepted > 0) {
            // An accepted ticket produces no code, so the count of refusals decides.
            return Outcome.succeeded("the TGS accepts " + accepted + " tickets with a flipped bit");
        }
        if (seen.size() > 1) {
            return Outcome.succeeded("the TGS reveals which check failed: " + text(seen));
        }
        ErrorCode only = seen.keySet().iterator().next();
        return Outcome.refused(only, Party.TGS, "the answer is the same whichever bit is flipped: " + text(seen));
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
