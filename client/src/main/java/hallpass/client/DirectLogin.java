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

/** K1 and K2 alone: whoever asks gets the reply, and the password opens it, or does not. */
record DirectLogin(ClientSettings settings) implements LoginStrategy {
    @Override
    public LoginResult login(PrincipalName user, PasswordSource password) throws ClientException {
        PrincipalName ticketGranting = settings.config().tgsName();
        AsExchangeClient exchange = settings.asExchange();
        CompletedCall<AsReq, AsRep> completed = Failover.to(Party.AS, settings, user.text(), ticketGranting.text())
                .send(
                        context -> exchange.createRequest(user, ticketGranting, settings.randomness(), context),
                        AsRep.class);
        // Whoever types may take their time: the reply is judged by when it came.
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
