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

/** Gives an attack access to a running realm, its users, the recorded frames and the narration. */
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
                .with(lab.stringToKey());
        this.serverTraces = new ServerTraces(lab);
        resetObservations();
    }

    /** The client's view of the realm: all routes lead through the adversary. */
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

    /** The settings of the client library, with routes through the adversary. */
    public ClientSettings settings() {
        return settings;
    }

    /** A client library without a logged-in user. */
    public KerberosClient client() {
        return new KerberosClient(settings);
    }

    /** A user with this name; the account is created if it does not exist. */
    public KerberosUser user(String name) throws RealmException {
        return user(name, principals.phrase("password of " + name));
    }

    public KerberosUser user(String name, String password) throws RealmException {
        PrincipalName principal = new PrincipalName(name);
        lab.addUser(principal, password);
        return new KerberosUser(principal, password, settings);
    }

    /**
     * A client of the PKI application server, with the proof of identity that the realm demands.
     */
    public PkiUser pkiUser(String name) throws RealmException {
        return pkiUser(name, config().serverName());
    }

    /** A client of the given server. */
    public PkiUser pkiUser(String name, PrincipalName server) throws RealmException {
        PrincipalName client = new PrincipalName(name);
        return new PkiUser(client, new PkiClient(settings, server), trustedAuthority(), lab.clientProof(client));
    }

    /** Validates against the realm's authority, as clients know it. */
    public CertificateValidator trustedAuthority() throws RealmException {
        return PemFiles.readTrustedValidator(lab.folder().authorityCertificate(Party.CLIENT));
    }

    /** Runs a step and turns a refusal into an outcome. */
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

    /** Runs a step and then narrates what the servers traced meanwhile. */
    public Outcome attemptAndNarrate(AttackStep step) throws Exception {
        skipServerTraces();
        Outcome outcome = attempt(step);
        narrateServerTraces();
        return outcome;
    }

    /** Runs a step with an interceptor, which is removed afterwards. */
    public Outcome attempt(Interceptor interceptor, AttackStep step) throws Exception {
        adversary().setInterceptor(interceptor);
        try {
            return attempt(step);
        } finally {
            adversary().setInterceptor(Interceptor.PASS_ALL);
        }
    }

    /** Opens a connection for messages that the attacker composes. */
    public AttackerConnection connect(Party server) throws UnreachableException {
        return new AttackerConnection(
                server, MessageConnection.open(config().route(server), CONNECT_TIMEOUT, REPLY_TIMEOUT));
    }

    /** Moves the clocks of all servers and clients. */
    public void advanceClocks(Duration time) throws RealmException, InterruptedException {
        lab.setClockOffset(lab.clockOffset().plus(time));
    }

    /** Waits until the condition holds. */
    public void await(BooleanSupplier condition) throws InterruptedException {
        if (!Polling.waitUntil(condition, REPLY_TIMEOUT)) {
            throw new IllegalStateException("an attack timed out waiting for a condition");
        }
    }

    /** Throws if the recorded reply is an error. */
    public void throwIfRefused(RecordedFrame answer) throws AttackRefusedException {
        if (answer.message().orElse(null) instanceof ErrorMessage error) {
            throw new AttackRefusedException(error, answer.server());
        }
    }

    /** The current time, the local address, and no trace. */
    public ExchangeContext exchangeContext() {
        return new ExchangeContext(lab.clock().instant(), "127.0.0.1", Trace.NONE);
    }

    /** A step that may be refused. */
    public interface AttackStep {
        Outcome run() throws Exception;
    }

    /**
     * The refusing party is the server that sent an error, or else the client that rejected a
     * reply.
     */
    private Outcome refused(ClientException failure, int framesBefore) throws ClientException {
        List<RecordedFrame> since =
                recordedFrames().subList(framesBefore, recordedFrames().size());
        Party refusedBy = since.stream()
                .filter(recorded -> recorded.hasType(MessageType.ERROR))
                .reduce((older, newer) -> newer)
                .map(RecordedFrame::server)
                .orElse(Party.CLIENT);
        return Outcome.refused(
                failure.code().orElseThrow(() -> failure),
                refusedBy,
                withoutAddresses(failure.error().description()));
    }

    /** Ports differ from run to run. */
    private static String withoutAddresses(String sentence) {
        return sentence.replaceAll(" at 127\\.0\\.0\\.1:[0-9]{1,5}", "");
    }

    /** The frames recorded since this context was created or reset. */
    public List<RecordedFrame> recordedFrames() {
        List<RecordedFrame> all = adversary().recording().all();
        return all.stream()
                .filter(recorded -> recorded.number() > lastSkippedFrame)
                .toList();
    }

    /**
     * The first message of its type since the servers started, even before this context was
     * created.
     */
    public <T extends Message> T firstSinceStart(MessageType type, Class<T> message) {
        return message.cast(adversary().recording().all(type).get(0).message().orElseThrow());
    }

    /** The latest recorded message of its type. */
    public <T extends Message> T lastMessage(MessageType type, Class<T> message) {
        List<T> all = allMessages(type, message);
        return all.get(all.size() - 1);
    }

    /** All recorded messages of a type, oldest first. */
    public <T extends Message> List<T> allMessages(MessageType type, Class<T> message) {
        return recordedFrames().stream()
                .filter(recorded -> recorded.hasType(type))
                .map(recorded -> message.cast(recorded.message().orElseThrow()))
                .toList();
    }

    /**
     * The key that encrypts tickets, from the KDC's store. For explanations, and for attacks with
     * stolen keys.
     */
    public SymmetricKey tgsKey() throws RealmException {
        return principalKey(config().tgsName(), "K_tgs");
    }

    /** A principal's key, from the KDC's store. */
    public SymmetricKey principalKey(PrincipalName name, String label) throws RealmException {
        try (PrincipalStore principals = lab.principals()) {
            return principals.find(name).orElseThrow().key().value().withLabel(label);
        }
    }

    /** Whether the realm encrypts with plain ECB. */
    public boolean isEcb() {
        return sealer().cipherSuite().name().equals("aes128-ecb")
                && !config().profile().has(Guard.KEY_USAGE)
                && !config().profile().has(Guard.PROFILE_BINDING);
    }

    /** Decrypts blocks without removing the padding. */
    public byte[] decryptBlocks(AesBlocks sealed, SymmetricKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.exposeMaterial(), "AES"));
        return cipher.doFinal(sealed.bytes().toArray());
    }

    /** Ignores all frames and traces up to now. */
    public void resetObservations() {
        lastSkippedFrame = adversary().recording().lastNumber();
        serverTraces.skipAll();
    }

    /** Narrates the servers' trace lines since the last call. */
    public void narrateServerTraces() throws InterruptedException {
        for (Party party : Party.SERVERS) {
            narration.trace(serverTraces.newLines(party));
        }
    }

    /** Ignores the servers' trace lines up to now. */
    public void skipServerTraces() throws InterruptedException {
        for (Party party : Party.SERVERS) {
            serverTraces.newLines(party);
        }
    }
}
