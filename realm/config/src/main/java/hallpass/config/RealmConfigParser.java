package hallpass.config;

import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** What a {@code realm.toml} says as a whole. */
record RealmConfigParser(TomlSettings file) {
    static RealmConfigParser of(String text, String source) throws RealmException {
        return new RealmConfigParser(TomlSettings.parse(text, source));
    }

    /** The text of a {@code realm.toml} with another store: in the place of the one that it names, or before all else. */
    static String withStore(String text, StoreLocation store) {
        String line = Setting.STORE.key() + " = \"" + Toml.tomlEscape(store.toString()) + "\"";
        Matcher named = Pattern.compile("(?m)^[ \\t]*store[ \\t]*=[^\\r\\n]*$").matcher(text);
        return named.find() ? named.replaceFirst(Matcher.quoteReplacement(line)) : line + "\n" + text;
    }

    static String allKeys() {
        return Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", ")) + " and "
                + Setting.RESOURCES + ".NAME";
    }

    RealmConfig parse() throws RealmException {
        file.refuseUnknownKeys();
        AddressSettings servers = new AddressSettings(file);
        Map<Party, List<InetSocketAddress>> addresses = servers.addresses();
        RealmConfig config = new RealmConfig(
                file.parseValue(Setting.REALM, SettingParsers::parseRealm),
                file.parseValue(Setting.PROFILE, SettingParsers::parseProfile).withGuards(guards()),
                file.parseValue(Setting.STORE, StoreLocation::parse),
                file.parseValue(Setting.SKEW, SettingParsers::parseDuration),
                file.parseValue(Setting.TICKET_LIFETIME, SettingParsers::parseDuration),
                file.parseValue(Setting.TOKEN_LIFETIME, SettingParsers::parseDuration),
                file.parseValue(Setting.SESSION_LIFETIME, SettingParsers::parseDuration),
                file.parseValue(Setting.CERTIFICATE_LIFETIME, SettingParsers::parseDuration),
                file.parseValue(Setting.CRL_LIFETIME, SettingParsers::parseDuration),
                file.parseValue(Setting.RSA, SettingParsers::parseRsaEncryption),
                addresses,
                servers.routes(addresses),
                file.parseValue(Setting.SERVICE, NamePolicy::serviceName),
                file.parseValue(Setting.AUTHORITY, NamePolicy::pkiName),
                file.parseValue(Setting.SERVER, NamePolicy::pkiName),
                file.parseValue(Setting.CLIENT, NamePolicy::pkiName),
                ResourceSettings.parse(file));
        requireAllowedPadding(config);
        requireDistinctNames(Setting.SERVER, config.serverName(), Setting.AUTHORITY, config.authorityName());
        requireDistinctNames(Setting.CLIENT, config.pkiClientName(), Setting.AUTHORITY, config.authorityName());
        requireDistinctNames(Setting.CLIENT, config.pkiClientName(), Setting.SERVER, config.serverName());
        return config;
    }

    private Set<Guard> guards() throws RealmException {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        guards.addAll(file.parseList(Setting.GUARDS, SettingParsers::parseGuard));
        return guards;
    }

    private void requireAllowedPadding(RealmConfig config) throws RealmException {
        if (config.profile().has(Guard.OAEP) && config.rsaEncryption() != RsaEncryption.OAEP) {
            throw file.errorAt(
                    Setting.RSA,
                    Setting.RSA.key() + " = \"" + config.rsaEncryption()
                            + "\" is for a lab that is to be attacked, and the guard " + Guard.OAEP
                            + " does not allow it; leave one of the two out");
        }
    }

    private void requireDistinctNames(Setting one, PrincipalName name, Setting other, PrincipalName otherName)
            throws RealmException {
        if (name.equals(otherName)) {
            throw file.conflict(one, other, "are the same name; each party needs its own");
        }
    }
}
