package hallpass.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * One side of SPAKE2 (RFC 9382) over P-256, as in Kerberos (RFC 9588 §4). Two parties with the same
 * weak key agree on a strong one. A party with another key tests one guess per exchange; an
 * eavesdropper tests none.
 */
public final class Spake2 {
    /** The size of a share in bytes: a compressed point (SEC 1 §2.3.3). */
    public static final int SHARE_SIZE = 33;

    /** The size of the key confirmation in bytes. */
    public static final int CONFIRMATION_SIZE = 32;

    private static final X9ECParameters P256 = CustomNamedCurves.getByName("P-256");
    private static final BigInteger ORDER = P256.getN();
    /** RFC 9382 §6: points with unknown discrete logarithms. */
    private static final ECPoint M = point("02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f");

    private static final ECPoint N = point("03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49");

    /** 48 bytes, so that the bias of the reduction modulo the order is negligible. */
    private static final int SCALAR_BYTES = 48;

    private static final int ORDER_BYTES = 32;

    private final BigInteger w;
    private final BigInteger privateScalar;
    private final ECPoint ownPoint;
    private final ECPoint peerPoint;

    private Spake2(BigInteger w, BigInteger privateScalar, ECPoint ownPoint, ECPoint peerPoint) {
        this.w = w;
        this.privateScalar = privateScalar;
        this.ownPoint = ownPoint;
        this.peerPoint = peerPoint;
    }

    public static Spake2 forKdc(SymmetricKey key, Randomness randomness) {
        return new Spake2(deriveW(key), scalar(randomness.bytes(SCALAR_BYTES)), M, N);
    }

    public static Spake2 forClient(SymmetricKey key, Randomness randomness) {
        return new Spake2(deriveW(key), scalar(randomness.bytes(SCALAR_BYTES)), N, M);
    }

    /** For the test vectors of RFC 9382 appendix B, where side A is the KDC. */
    static Spake2 forKdc(BigInteger w, BigInteger privateScalar) {
        return new Spake2(w, privateScalar, M, N);
    }

    static Spake2 forClient(BigInteger w, BigInteger privateScalar) {
        return new Spake2(w, privateScalar, N, M);
    }

    private static BigInteger deriveW(SymmetricKey key) {
        byte[] material = key.exposeMaterial();
        byte[] derived = Hkdf.derive(material, new byte[0], info("factor"), SCALAR_BYTES);
        Arrays.fill(material, (byte) 0);
        return scalar(derived);
    }

    /** Reduces to the range from 1 to the order minus 1. */
    private static BigInteger scalar(byte[] bytes) {
        BigInteger scalar =
                new BigInteger(1, bytes).mod(ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        Arrays.fill(bytes, (byte) 0);
        return scalar;
    }

    /** The share to send to the peer. */
    public byte[] share() {
        return encode(P256.getG().multiply(privateScalar).add(ownPoint.multiply(w)));
    }

    /**
     * Computes the shared secret.
     *
     * @param share the peer's share
     * @param transcript the exchanged messages, equal on both sides
     * @throws BadIntegrityException if the share is not a valid point
     */
    public SharedSecret agree(byte[] share, byte[] transcript) throws BadIntegrityException {
        byte[] shared = sharedPoint(share);
        byte[] keyMaterial = ByteBuffer.allocate(shared.length + ORDER_BYTES)
                .put(shared)
                .put(BigIntegers.asUnsignedByteArray(ORDER_BYTES, w))
                .array();
        return new SharedSecret(keyMaterial, transcript.clone());
    }

    byte[] sharedPoint(byte[] share) throws BadIntegrityException {
        ECPoint peerShare = decode(share);
        // P-256 has prime order: there are no small subgroups to check for.
        ECPoint shared = peerShare.subtract(peerPoint.multiply(w)).multiply(privateScalar);
        if (shared.isInfinity()) {
            throw new BadIntegrityException("leads to the point at infinity");
        }
        return encode(shared);
    }

    private static ECPoint decode(byte[] share) throws BadIntegrityException {
        if (share.length != SHARE_SIZE) {
            throw new BadIntegrityException("has " + share.length + " bytes instead of 33");
        }
        try {
            return P256.getCurve().decodePoint(share);
        } catch (IllegalArgumentException e) {
            throw new BadIntegrityException("is not a point of P-256");
        }
    }

    private static byte[] encode(ECPoint point) {
        return point.normalize().getEncoded(true);
    }

    private static ECPoint point(String hex) {
        return P256.getCurve().decodePoint(HexFormat.of().parseHex(hex));
    }

    private static byte[] info(String label) {
        return ("hallpass spake " + label).getBytes(StandardCharsets.US_ASCII);
    }

    /** The result of the key agreement. */
    public static final class SharedSecret {
        private final byte[] keyMaterial;
        private final byte[] transcript;

        private SharedSecret(byte[] keyMaterial, byte[] transcript) {
            this.keyMaterial = keyMaterial;
            this.transcript = transcript;
        }

        /**
         * The key confirmation of the client, which proves to the KDC that both have the same
         * secret: {@value #CONFIRMATION_SIZE} bytes.
         */
        public byte[] confirmation() {
            return derive("confirmation", CONFIRMATION_SIZE);
        }

        /** The key that seals the KDC's reply in place of the client's long-term key. */
        public SymmetricKey replyKey(String label, int size) {
            byte[] material = derive("reply key", size);
            SymmetricKey key = SymmetricKey.of(label, material);
            Arrays.fill(material, (byte) 0);
            return key;
        }

        private byte[] derive(String label, int size) {
            return Hkdf.derive(keyMaterial, transcript, info(label), size);
        }
    }
}
