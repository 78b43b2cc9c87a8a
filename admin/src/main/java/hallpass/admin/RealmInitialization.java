package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.crypto.Randomness;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.KeyTable;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.MasterKey;
import hallpass.store.NewStores;
import hallpass.store.NoteLimits;
import hallpass.store.PrincipalStore;
import hallpass.trace.Deed;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Done;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes the keys, stores and certificates of a new realm: everything that its parties have from the start. */
public final class RealmInitialization {
    /** Ten years: an authority outlives what it certifies many times over. */
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

    private final Instant now;
    private final Randomness randomness;
    private final Trace trace;
    private final String storePassword;

    private final KeyPairSource authorityKeys;

    public RealmInitialization(Instant now, Randomness randomness, Trace trace) {
        this(now, randomness, trace, "", RsaKeys::newPair);
    }

    private RealmInitialization(
            Instant now, Randomness randomness, Trace trace, String storePassword, KeyPairSource authorityKeys) {
        this.storePassword = storePassword;
        this.authorityKeys = authorityKeys;
        this.now = now;
        this.randomness = randomness;
        this.trace = trace;
    }

    /** The same for a realm whose database asks for a password. */
    public RealmInitialization withStorePassword(String password) {
        return new RealmInitialization(now, randomness, trace, password, authorityKeys);
    }

    /** The same with the authority's key pair from here: for realms that are made by the dozen, and thrown away. */
    public RealmInitialization withAuthorityKeys(KeyPairSource keys) {
        return new RealmInitialization(now, randomness, trace, storePassword, keys);
    }

    /**
     * @param folder new or empty
     * @param toml what {@link hallpass.realm.RealmTemplate} gave
     * @throws RealmProblem if the folder is not empty, or cannot be written
     */
    public RealmFolder run(Path folder, String toml) throws RealmProblem {
        return RealmFolder.create(folder, toml, this::fill);
    }

    private void fill(RealmFolder realm) throws RealmProblem {
        if (!storePassword.isEmpty()) {
            realm.writeStorePassword(storePassword);
        }
        try (NewStores stores = NewStores.of(realm)) {
            makePrincipals(realm, stores);
            makeAuthority(realm, stores);
            stores.notes(Party.SERVICE, NoteLimits.DEFAULT).close();
            stores.notes(Party.APP, NoteLimits.DEFAULT).close();
            stores.replays(Party.TGS).close();
            stores.finish();
        }
        AdminAudit.prepare(realm);
        try (AdminAudit audit = AdminAudit.open(realm, System.getProperty("user.name", "?"), () -> now)) {
            audit.done(audit.entry(AuditEvent.REALM_MADE)
                    .with("realm", realm.config().realm()));
        }
    }

    private void makePrincipals(RealmFolder realm, NewStores stores) throws RealmProblem {
        RealmConfig config = realm.config();
        MasterKey master = MasterKey.create(realm.masterKey(), randomness);
        try (PrincipalStore principals = stores.principals(master)) {
            Profile profile = config.profile();
            NewServices services = new NewServices(principals, profile.suite().name(), randomness, trace);
            services.add(config.ticketGrantingName(), "K_tgs", profile.kdcKeys(Deed.TGS_KEY_MADE), now);
            services.add(RealmConfig.KEY_UPDATE, "K_k", profile.kdcKeys(Deed.SERVICE_KEY_MADE), now);
            KeyTable.Entry service = services.add(config.serviceName(), "K_s", profile.serviceKeys(), now);
            new KeyTable(List.of(service)).write(realm.serviceKeys());
            if (profile.has(Guard.VERIFY_KDC)) {
                KeyTable.Entry host =
                        services.add(RealmConfig.HOST, "K_s", profile.kdcKeys(Deed.SERVICE_KEY_MADE), now);
                new KeyTable(List.of(host)).write(realm.hostKeys());
            }
        }
    }

    private void makeAuthority(RealmFolder realm, NewStores stores) throws RealmProblem {
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
                new ClientCertificates(realm, authority, ledger, randomness).issue(config.pkiClientName(), now);
            }
        }
        trace.tell(new Done(Deed.KEY_PAIR_MADE, config.authorityName() + ", RSA-" + RsaKeys.BITS));
    }
}
