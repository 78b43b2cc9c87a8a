package hallpass.attack;

import hallpass.adversary.Adversary;
import hallpass.adversary.Interceptor;
import hallpass.adversary.RecordedFrame;
import hallpass.attack.lab.Lab;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KdcVerifier;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateValidator;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Guard;
import hallpass.protocol.Sealer;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** What an attack has to do with: a realm and its people, the wires, and somebody who is told about it. */
public final class AttackContext {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);

    private final Lab lab;
    private final AttackPrincipals principals;
    private final Narration narration;
    private final ClientSettings settings;
    private final ServerTraces serverTraces;
    private int lastSkippedFrame;

    public AttackContext(Lab lab, AttackPrincipals principals, Narration narration) {
        this.lab = lab;
        this.principals = principals;
        this.narration = narration;
        this.settings = new ClientSettings(lab.config(), lab.clock(), lab.randomness(), Trace.NONE)
                .with(KdcVerifier.of(lab.folder()))
                .with(lab.passwordToKey());
        this.serverTraces = new ServerTraces(lab);
        resetObservations();
    }

    /** The realm as those who ask see it: every way leads through the adversary. */
    public RealmConfig config() {
        return settings.config();
    }

    public Sealer sealer() {
        return config().sealer();
    }

    public Lab lab() {
        return lab;
    }

    public AttackPrincipals principals() {
        return principals;
    }

    public Narration narration() {
        return narration;
    }

    public Adversary adversary() {
        return lab.adversary();
    }

    /** What the client's flows have in common, for whoever uses them. */
    public ClientSettings settings() {
        return settings;
    }

    /** The client's own code in the hands of somebody without an account: with whatever tickets they have. */
    public KerberosClient client() {
        return new KerberosClient(settings);
    }

    /** Somebody with an account of this name, made here unless it is there. */
    public KerberosUser user(String name) throws RealmException {
        return user(name, principals.phrase("password of " + name));
    }

    public KerberosUser user(String name, String password) throws RealmException {
        PrincipalName principal = new PrincipalName(name);
        lab.addUser(principal, password);
        return new KerberosUser(principal, password, settings);
    }

    /** Somebody at the certificate door, with what they need to prove their name. */
    public PkiUser pkiUser(String name) throws RealmException {
        return pkiUser(name, config().serverName());
    }

    /** The same, who wants to speak to this server. */
    public PkiUser pkiUser(String name, PrincipalName server) throws RealmException {
        PrincipalName client = new PrincipalName(name);
        return new PkiUser(client, new PkiClient(settings, server), trustedAuthority(), lab.clientProof(client));
    }

    /** The realm's authority, as clients know it. */
    public CertificateValidator trustedAuthority() throws RealmException {
        return PemFiles.readTrustedValidator(lab.folder().authorityCertificate(Party.CLIENT));
    }

    /** Does what can be refused; a refusal is an outcome. */
    public Outcome attempt(AttackStep step) throws Exception {
        int framesBefore = recordedFrames().size();
        try {
            return step.run();
        } catch (ClientException failure) {
            return refused(failure, framesBefore);
        } catch (AttackRefusedException refused) {
            ErrorMessage error = refused.error();
            return Outcome.refused(
                    error.code(), refused.server(), refused.server().id() + " answers: " + error.text());
        }
    }

    /** The same, and then tells what the servers saw of it. */
    public Outcome attemptAndNarrate(AttackStep step) throws Exception {
        skipServerTraces();
        Outcome outcome = attempt(step);
        narrateServerTraces();
        return outcome;
    }

    /** The same while the adversary does this; after it, they only listen. */
    public Outcome attempt(Interceptor interceptor, AttackStep step) throws Exception {
        adversary().setInterceptor(interceptor);
        try {
            return attempt(step);
        } finally {
            adversary().setInterceptor(Interceptor.PASS_ALL);
        }
    }

    /** A connection of the attacker's own, on which they say what they like. */
    public AttackerConnection connect(Party server) throws UnreachableException {
        return new AttackerConnection(
                server, MessageConnection.open(config().route(server), CONNECT_TIMEOUT, REPLY_TIMEOUT));
    }

    /** Time passes: all clocks go on by so much. */
    public void advanceClocks(Duration time) throws RealmException, InterruptedException {
        lab.setClockOffset(lab.clockOffset().plus(time));
    }

    /** Returns once it is so. */
    public void await(BooleanSupplier condition) throws InterruptedException {
        if (!Polling.waitUntil(condition, REPLY_TIMEOUT)) {
            throw new IllegalStateException("what an attack waits for does not come");
        }
    }

    /** An answer that went by, if it is an error. */
    public void throwIfRefused(RecordedFrame answer) throws AttackRefusedException {
        if (answer.message().orElse(null) instanceof ErrorMessage error) {
            throw new AttackRefusedException(error, answer.server());
        }
    }

    /** Now, as everybody's clocks say. */
    public ExchangeContext exchangeContext() {
        return new ExchangeContext(lab.clock().instant(), "127.0.0.1", Trace.NONE);
    }

    /** What may fail. */
    public interface AttackStep {
        Outcome run() throws Exception;
    }

    /** By the server that said so, or else by whoever asked, who did not believe the answer. */
    private Outcome refused(ClientException failure, int framesBefore) throws ClientException {
        List<RecordedFrame> since =
                recordedFrames().subList(framesBefore, recordedFrames().size());
        Party refusedBy = since.stream()
                .filter(recorded -> recorded.hasType(MessageType.ERROR))
                .reduce((older, newer) -> newer)
                .map(RecordedFrame::server)
                .orElse(Party.CLIENT);
        return Outcome.refused(
                failure.code().orElseThrow(() -> failure), refusedBy, withoutAddresses(failure.error().description()));
    }

    /** Those are other ones each time, and gone with the realm. */
    private static String withoutAddresses(String sentence) {
        return sentence.replaceAll(" at 127\\.0\\.0\\.1:[0-9]{1,5}", "");
    }

    /** All that came by on the wires since this stage was set. */
    public List<RecordedFrame> recordedFrames() {
        List<RecordedFrame> all = adversary().recording().all();
        return all.stream()
                .filter(recorded -> recorded.number() > lastSkippedFrame)
                .toList();
    }

    /** The first message of a kind that ever came by, perhaps before this stage was set: when servers started. */
    public <T extends Message> T firstSinceStart(MessageType type, Class<T> message) {
        return message.cast(adversary().recording().all(type).get(0).message().orElseThrow());
    }

    /** The newest message of a kind that came by. */
    public <T extends Message> T lastMessage(MessageType type, Class<T> message) {
        List<T> all = allMessages(type, message);
        return all.get(all.size() - 1);
    }

    /** All messages of a kind that came by, in their order. */
    public <T extends Message> List<T> allMessages(MessageType type, Class<T> message) {
        return recordedFrames().stream()
                .filter(recorded -> recorded.hasType(type))
                .map(recorded -> message.cast(recorded.message().orElseThrow()))
                .toList();
    }

    /** The key that seals tickets; in nobody's hands but the KDC's. For the end of a tale, and for thieves. */
    public SymmetricKey tgsKey() throws RealmException {
        return principalKey(config().tgsName(), "K_tgs");
    }

    /** A principal's key, out of the KDC's store. */
    public SymmetricKey principalKey(PrincipalName name, String label) throws RealmException {
        try (PrincipalStore principals = lab.principals()) {
            return principals.find(name).orElseThrow().key().value().withLabel(label);
        }
    }

    /** Whether this realm's seals are blocks that know nothing of each other. */
    public boolean isEcb() {
        return sealer().cipherSuite().name().equals("aes128-ecb")
                && !config().profile().has(Guard.KEY_USAGE)
                && !config().profile().has(Guard.PROFILE_BINDING);
    }

    /** Opens blocks with the bare cipher, padding and all. */
    public byte[] decryptBlocks(AesBlocks sealed, SymmetricKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.exposeMaterial(), "AES"));
        return cipher.doFinal(sealed.bytes().toArray());
    }

    /** From here on the wires and the servers have said nothing yet. */
    public void resetObservations() {
        lastSkippedFrame = adversary().recording().lastNumber();
        serverTraces.skipAll();
    }

    /** Tells what the servers told since that was asked last, or since it was forgotten. */
    public void narrateServerTraces() throws InterruptedException {
        for (Party party : Party.SERVERS) {
            narration.trace(serverTraces.newLines(party));
        }
    }

    /** Of what they told so far, nothing is told again. */
    public void skipServerTraces() throws InterruptedException {
        for (Party party : Party.SERVERS) {
            serverTraces.newLines(party);
        }
    }
}
