package hallpass.client;

import hallpass.client.Failover.CompletedCall;
import hallpass.client.exchange.AsExchangeClient;
import hallpass.client.exchange.AsExchangeClient.PendingAsRequest;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;

/** Logs in with K1 and K2 alone: the password is checked only by decrypting the reply. */
record DirectLogin(ClientSettings settings) implements LoginStrategy {
    @Override
    public LoginResult login(PrincipalName user, PasswordSource password) throws ClientException {
        PrincipalName ticketGranting = settings.config().tgsName();
        AsExchangeClient exchange = settings.asExchange();
        CompletedCall<AsReq, AsRep> completed = Failover.to(Party.AS, settings, user.text(), ticketGranting.text())
                .send(
                        context -> exchange.createRequest(user, ticketGranting, settings.randomness(), context),
                        AsRep.class);
        // The user may take long to type: the reply is checked against its time of arrival.
        ExchangeContext arrival = completed.call().newContext();
        SymmetricKey key = LoginStrategy.deriveKey("K_c", user, password, "", settings, arrival);
        return new LoginResult(
                LoginStrategy.acceptReply(
                        exchange,
                        new PendingAsRequest(completed.request(), key),
                        completed.reply(),
                        completed.call(),
                        arrival,
                        settings),
                "");
    }
}
