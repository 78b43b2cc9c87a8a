package hallpass.provisioning;

import hallpass.audit.AdminAuditLog;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.Keytab;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.store.CertificateLedger;
import hallpass.store.MasterKey;
import hallpass.store.NoteLimits;
import hallpass.store.PrincipalStore;
import hallpass.store.StoreCreation;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes the keys, stores and certificates of a new realm: everything that its parties have from the start. */
public final class RealmInitializer {
    /** Ten years: an authority outlives what it certifies many times over. */
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

    private final Instant now;
    private final Randomness randomness;
    private final Trace trace;
    private final String storePassword;

    private final KeyPairSource authorityKeys;

    public RealmInitializer(Instant now, Randomness randomness, Trace trace) {
        this(now, randomness, trace, "", RsaKeys::generateKeyPair);
    }

    private RealmInitializer(
            Instant now, Randomness randomness, Trace trace, String storePassword, KeyPairSource authorityKeys) {
        this.storePassword = storePassword;
        this.authorityKeys = authorityKeys;
        this.now = now;
        this.randomness = randomness;
        this.trace = trace;
    }

    /** The same for a realm whose database asks for a password. */
    public RealmInitializer withStorePassword(String password) {
        return new RealmInitializer(now, randomness, trace, password, authorityKeys);
    }

    /** The same with the authority's key pair from here: for realms that are made by the dozen, and thrown away. */
    public RealmInitializer withAuthorityKeys(KeyPairSource keys) {
        return new RealmInitializer(now, randomness, trace, storePassword, keys);
    }

    /**
     * @param folder new or empty
     * @param toml what {@link hallpass.config.RealmTemplate} gave
     * @throws RealmException if the folder is not empty, or cannot be written
     */
    public RealmFolder create(Path folder, String toml) throws RealmException {
        return create(folder, toml, UnaryOperator.identity());
    }

    /** @param locate names another place for the databases than {@code toml} does: for a realm in memory */
    public RealmFolder create(Path folder, String toml, UnaryOperator<RealmConfig> locate) throws RealmException {
        RealmFolder realm = RealmFolder.create(folder, toml, made -> populate(located(made, locate)));
        return located(realm, locate);
    }

    private static RealmFolder located(RealmFolder realm, UnaryOperator<RealmConfig> locate) {
        return realm.withConfig(locate.apply(realm.config()));
    }

    private void populate(RealmFolder realm) throws RealmException {
        if (!storePassword.isEmpty()) {
            realm.writeStorePassword(storePassword);
        }
        try (StoreCreation stores = StoreCreation.begin(realm)) {
            createPrincipals(realm, stores);
            createAuthority(realm, stores);
            stores.notes(Party.SERVICE, NoteLimits.DEFAULT).close();
            stores.notes(Party.APP, NoteLimits.DEFAULT).close();
            stores.replays(Party.TGS).close();
            stores.finish();
        }
        AdminAuditLog.createKeys(realm);
        try (AdminAuditLog audit = AdminAuditLog.open(realm, System.getProperty("user.name", "?"), () -> now)) {
            audit.record(audit.newEntry(AuditEvent.REALM_MADE)
                    .with("realm", realm.config().realm()));
        }
    }

    private void createPrincipals(RealmFolder realm, StoreCreation stores) throws RealmException {
        RealmConfig config = realm.config();
        MasterKey master = MasterKey.create(realm.masterKeyFile(), randomness);
        try (PrincipalStore principals = stores.principals(master)) {
            Profile profile = config.profile();
            ServiceProvisioner services =
                    new ServiceProvisioner(principals, profile.cipherSuite().name(), randomness, trace);
            services.add(config.tgsName(), "K_tgs", profile.kdcKeyGenerator(Action.TGS_KEY_GENERATED), now);
            services.add(
                    RealmConfig.KEY_UPDATE_SERVICE, "K_k", profile.kdcKeyGenerator(Action.SERVICE_KEY_GENERATED), now);
            Keytab.Entry service = services.add(config.serviceName(), "K_s", profile.serviceKeyGenerator(), now);
            new Keytab(List.of(service)).write(realm.serviceKeytab());
            if (profile.has(Guard.VERIFY_KDC)) {
                Keytab.Entry host = services.add(
                        RealmConfig.HOST_SERVICE, "K_s", profile.kdcKeyGenerator(Action.SERVICE_KEY_GENERATED), now);
                new Keytab(List.of(host)).write(realm.hostKeytab());
            }
        }
    }

    private void createAuthority(RealmFolder realm, StoreCreation stores) throws RealmException {
        RealmConfig config = realm.config();
        CertificateAuthority authority = CertificateAuthority.selfSigned(
                config.authorityName(),
                authorityKeys.next(),
                Validity.starting(now, AUTHORITY_LIFETIME, config.skew()),
                CertificateAuthority.newSerial(randomness));
        PemFiles.write(realm.authorityKey(), authority.privateKey());
        for (Party party : List.of(Party.CA, Party.APP, Party.CLIENT)) {
            PemFiles.write(realm.authorityCertificate(party), Certificates.encode(authority.certificate()));
        }
        if (config.profile().has(Guard.ENROLMENT_TOKEN)) {
            new EnrolmentTokenFiles(realm).issue(randomness);
        }
        try (CertificateLedger ledger = stores.ledger()) {
            if (config.profile().has(Guard.CLIENT_CERTIFICATE)) {
                new ClientCertificateIssuer(realm, authority, ledger, randomness).issue(config.pkiClientName(), now);
            }
        }
        trace.emit(
                new ActionPerformed(Action.KEY_PAIR_GENERATED, config.authorityName() + ", RSA-" + RsaKeys.KEY_BITS));
    }
}
