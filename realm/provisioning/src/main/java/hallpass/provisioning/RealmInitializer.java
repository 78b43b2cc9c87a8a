package hallpass.provisioning;

import hallpass.audit.AdminAuditLog;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.Keytab;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
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

/** Creates realms: folders with the keys, databases and certificates of all parties. */
public final class RealmInitializer {
    /** Ten years: longer than the validity of any certificate that the CA issues. */
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

    private final Instant now;
    private final Randomness randomness;
    private final Trace trace;
    private final String operator;
    private final String storePassword;
    private final KeyPairSource authorityKeys;

    public RealmInitializer(Instant now, Randomness randomness, Trace trace) {
        this(now, randomness, trace, "hallpass", "", RsaKeys::generateKeyPair);
    }

    private RealmInitializer(
            Instant now,
            Randomness randomness,
            Trace trace,
            String operator,
            String storePassword,
            KeyPairSource authorityKeys) {
        this.now = now;
        this.randomness = randomness;
        this.trace = trace;
        this.operator = operator;
        this.storePassword = storePassword;
        this.authorityKeys = authorityKeys;
    }

    /** Returns a copy with the user that the audit log records as the creator of the realm. */
    public RealmInitializer withOperator(String name) {
        return new RealmInitializer(now, randomness, trace, name, storePassword, authorityKeys);
    }

    /** Returns a copy with the password of the PostgreSQL user. */
    public RealmInitializer withStorePassword(String password) {
        return new RealmInitializer(now, randomness, trace, operator, password, authorityKeys);
    }

    /** Returns a copy with a source of the CA's key pair. Tests reuse pairs to save time. */
    public RealmInitializer withAuthorityKeys(KeyPairSource keys) {
        return new RealmInitializer(now, randomness, trace, operator, storePassword, keys);
    }

    /**
     * Creates a realm.
     *
     * @param folder a new or empty folder
     * @param toml the output of {@link hallpass.config.RealmTemplate}
     * @throws RealmException if the folder is not empty, or cannot be written
     */
    public RealmFolder create(Path folder, String toml) throws RealmException {
        return create(folder, toml, UnaryOperator.identity());
    }

    /**
     * Creates a realm with settings that differ from {@code toml}, such as a store in memory.
     *
     * @param override returns the configuration to use instead of the one in {@code toml}
     */
    public RealmFolder create(Path folder, String toml, UnaryOperator<RealmConfig> override) throws RealmException {
        RealmFolder created =
                RealmFolder.create(folder, toml, realm -> populate(realm.withConfig(override.apply(realm.config()))));
        return created.withConfig(override.apply(created.config()));
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
        try (AdminAuditLog audit = AdminAuditLog.open(realm, operator, () -> now)) {
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
                Validity.starting(now, AUTHORITY_LIFETIME, config.get(Setting.SKEW)),
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
