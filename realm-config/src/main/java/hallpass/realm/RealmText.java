package hallpass.realm;

import hallpass.crypto.RsaEncryption;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.trace.Party;
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
record RealmText(SettingsFile file) {
    static RealmText parse(String text, String source) throws RealmProblem {
        return new RealmText(SettingsFile.parse(text, source));
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

    RealmConfig config() throws RealmProblem {
        file.refuseUnknownKeys();
        ServerAddresses servers = new ServerAddresses(file);
        Map<Party, List<InetSocketAddress>> addresses = servers.addresses();
        RealmConfig config = new RealmConfig(
                file.value(Setting.REALM, SettingText::realm),
                file.value(Setting.PROFILE, SettingText::profile).with(guards()),
                file.value(Setting.STORE, StoreLocation::of),
                file.value(Setting.SKEW, SettingText::duration),
                file.value(Setting.TICKET_LIFETIME, SettingText::duration),
                file.value(Setting.TOKEN_LIFETIME, SettingText::duration),
                file.value(Setting.SESSION_LIFETIME, SettingText::duration),
                file.value(Setting.CERTIFICATE_LIFETIME, SettingText::duration),
                file.value(Setting.CRL_LIFETIME, SettingText::duration),
                file.value(Setting.RSA, SettingText::rsa),
                addresses,
                servers.routes(addresses),
                file.value(Setting.SERVICE, NamePolicy::service),
                file.value(Setting.AUTHORITY, NamePolicy::pki),
                file.value(Setting.SERVER, NamePolicy::pki),
                file.value(Setting.CLIENT, NamePolicy::pki),
                ResourceTexts.of(file));
        requireAllowedPadding(config);
        requireOwnName(Setting.SERVER, config.serverName(), Setting.AUTHORITY, config.authorityName());
        requireOwnName(Setting.CLIENT, config.pkiClientName(), Setting.AUTHORITY, config.authorityName());
        requireOwnName(Setting.CLIENT, config.pkiClientName(), Setting.SERVER, config.serverName());
        return config;
    }

    private Set<Guard> guards() throws RealmProblem {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        guards.addAll(file.values(Setting.GUARDS, SettingText::guard));
        return guards;
    }

    private void requireAllowedPadding(RealmConfig config) throws RealmProblem {
        if (config.profile().has(Guard.OAEP) && config.rsa() != RsaEncryption.OAEP) {
            throw file.at(
                    Setting.RSA,
                    Setting.RSA.key() + " = \"" + config.rsa()
                            + "\" is for a lab that is to be attacked, and the guard " + Guard.OAEP
                            + " does not allow it; leave one of the two out");
        }
    }

    private void requireOwnName(Setting one, PrincipalName name, Setting other, PrincipalName otherName)
            throws RealmProblem {
        if (name.equals(otherName)) {
            throw file.clash(one, other, "are the same name; each party needs its own");
        }
    }
}
