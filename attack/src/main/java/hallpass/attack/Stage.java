package hallpass.attack;

import hallpass.adversary.Adversary;
import hallpass.adversary.Passing;
import hallpass.adversary.Scheme;
import hallpass.attack.lab.Lab;
import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.KdcCheck;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateCheck;
import hallpass.protocol.Guard;
import hallpass.protocol.Occasion;
import hallpass.protocol.Seals;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** What an attack has to do with: a realm and its people, the wires, and somebody who is told about it. */
public final class Stage {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration REPLY = Duration.ofSeconds(10);

    private final Lab lab;
    private final Cast cast;
    private final Tale tale;
    private final ClientSetting setting;
    private final Stories stories;
    private int heardBefore;

    public Stage(Lab lab, Cast cast, Tale tale) {
        this.lab = lab;
        this.cast = cast;
        this.tale = tale;
        this.setting = new ClientSetting(lab.config(), lab.clock(), lab.randomness(), Trace.NONE)
                .with(KdcCheck.of(lab.folder()))
                .with(lab.passwordToKey());
        this.stories = new Stories(lab);
        forgetWhatWasSaid();
    }

    /** The realm as those who ask see it: every way leads through the adversary. */
    public RealmConfig config() {
        return setting.config();
    }

    public Seals seals() {
        return config().seals();
    }

    public Lab lab() {
        return lab;
    }

    public Cast cast() {
        return cast;
    }

    public Tale tale() {
        return tale;
    }

    public Adversary adversary() {
        return lab.adversary();
    }

    /** What the client's flows have in common, for whoever uses them. */
    public ClientSetting setting() {
        return setting;
    }

    /** The client's own code in the hands of somebody without an account: with whatever tickets they have. */
    public KerberosClient client() {
        return new KerberosClient(setting);
    }

    /** Somebody with an account of this name, made here unless it is there. */
    public Person person(String name) throws RealmProblem {
        return person(name, cast.words("password of " + name));
    }

    public Person person(String name, String password) throws RealmProblem {
        PrincipalName principal = new PrincipalName(name);
        lab.addUser(principal, password);
        return new Person(principal, password, setting);
    }

    /** Somebody at the certificate door, with what they need to prove their name. */
    public Registrant registrant(String name) throws RealmProblem {
        return registrant(name, config().serverName());
    }

    /** The same, who wants to speak to this server. */
    public Registrant registrant(String name, PrincipalName server) throws RealmProblem {
        PrincipalName client = new PrincipalName(name);
        return new Registrant(client, new PkiClient(setting, server), authority(), lab.clientProof(client));
    }

    /** The realm's authority, as clients know it. */
    public CertificateCheck authority() throws RealmProblem {
        return PemFiles.trusting(lab.folder().authorityCertificate(Party.CLIENT));
    }

    /** Does what can be refused; a refusal is an outcome. */
    public Outcome attempt(Attempt attempt) throws Exception {
        int before = heard().size();
        try {
            return attempt.run();
        } catch (Failure failure) {
            return refused(failure, before);
        } catch (Refused refused) {
            ErrorMessage error = refused.error();
            return Outcome.refused(error.code(), refused.by(), refused.by().id() + " answers: " + error.text());
        }
    }

    /** The same, and then tells what the servers saw of it. */
    public Outcome attemptAndTell(Attempt attempt) throws Exception {
        forgetWhatServersSaw();
        Outcome outcome = attempt(attempt);
        tellWhatServersSaw();
        return outcome;
    }

    /** The same while the adversary does this; after it, they only listen. */
    public Outcome attempt(Scheme scheme, Attempt attempt) throws Exception {
        adversary().follow(scheme);
        try {
            return attempt(attempt);
        } finally {
            adversary().follow(Scheme.LISTEN);
        }
    }

    /** A connection of the attacker's own, on which they say what they like. */
    public Line line(Party server) throws UnreachableException {
        return new Line(server, MessageConnection.open(config().route(server), PATIENCE, REPLY));
    }

    /** Time passes: all clocks go on by so much. */
    public void pass(Duration time) throws RealmProblem, InterruptedException {
        lab.setClocks(lab.ahead().plus(time));
    }

    /** Returns once it is so. */
    public void await(BooleanSupplier condition) throws InterruptedException {
        if (!Waiting.until(condition, REPLY)) {
            throw new IllegalStateException("what an attack waits for does not come");
        }
    }

    /** An answer that went by, if it is an error. */
    public void throwIfRefused(Passing answer) throws Refused {
        if (answer.message().orElse(null) instanceof ErrorMessage error) {
            throw new Refused(error, answer.server());
        }
    }

    /** Now, as everybody's clocks say. */
    public Occasion now() {
        return new Occasion(lab.clock().instant(), "127.0.0.1", Trace.NONE);
    }

    /** What may fail. */
    public interface Attempt {
        Outcome run() throws Exception;
    }

    /** By the server that said so, or else by whoever asked, who did not believe the answer. */
    private Outcome refused(Failure failure, int before) throws Failure {
        List<Passing> since = heard().subList(before, heard().size());
        Party by = since.stream()
                .filter(passing -> passing.is(MessageType.ERROR))
                .reduce((older, newer) -> newer)
                .map(Passing::server)
                .orElse(Party.CLIENT);
        return Outcome.refused(failure.code().orElseThrow(() -> failure), by, withoutPorts(failure.sentence()));
    }

    /** Those are other ones each time, and gone with the realm. */
    private static String withoutPorts(String sentence) {
        return sentence.replaceAll(" at 127\\.0\\.0\\.1:[0-9]{1,5}", "");
    }

    /** All that came by on the wires since this stage was set. */
    public List<Passing> heard() {
        List<Passing> all = adversary().recording().all();
        return all.stream().filter(passing -> passing.number() > heardBefore).toList();
    }

    /** The first message of a kind that ever came by, perhaps before this stage was set: when servers started. */
    public <T extends Message> T firstEver(MessageType type, Class<T> message) {
        return message.cast(adversary().recording().all(type).get(0).message().orElseThrow());
    }

    /** The newest message of a kind that came by. */
    public <T extends Message> T last(MessageType type, Class<T> message) {
        List<T> all = all(type, message);
        return all.get(all.size() - 1);
    }

    /** All messages of a kind that came by, in their order. */
    public <T extends Message> List<T> all(MessageType type, Class<T> message) {
        return heard().stream()
                .filter(passing -> passing.is(type))
                .map(passing -> message.cast(passing.message().orElseThrow()))
                .toList();
    }

    /** The key that seals tickets; in nobody's hands but the KDC's. For the end of a tale, and for thieves. */
    public SymmetricKey ticketGrantingKey() throws RealmProblem {
        return keyOf(config().ticketGrantingName(), "K_tgs");
    }

    /** A principal's key, out of the KDC's store. */
    public SymmetricKey keyOf(PrincipalName name, String label) throws RealmProblem {
        try (PrincipalStore principals = lab.principals()) {
            return principals.find(name).orElseThrow().key().value().as(label);
        }
    }

    /** Whether this realm's seals are blocks that know nothing of each other. */
    public boolean isEcb() {
        return seals().suite().name().equals("aes128-ecb")
                && !config().profile().has(Guard.KEY_USAGE)
                && !config().profile().has(Guard.PROFILE_BINDING);
    }

    /** Opens blocks with the bare cipher, padding and all. */
    public byte[] openBlocks(Blocks sealed, SymmetricKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.exposeMaterial(), "AES"));
        return cipher.doFinal(sealed.bytes().toArray());
    }

    /** From here on the wires and the servers have said nothing yet. */
    public void forgetWhatWasSaid() {
        heardBefore = adversary().recording().newest();
        stories.forget();
    }

    /** Tells what the servers told since that was asked last, or since it was forgotten. */
    public void tellWhatServersSaw() throws InterruptedException {
        for (Party party : Party.SERVERS) {
            tale.heard(stories.since(party));
        }
    }

    /** Of what they told so far, nothing is told again. */
    public void forgetWhatServersSaw() throws InterruptedException {
        for (Party party : Party.SERVERS) {
            stories.since(party);
        }
    }
}
