package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K3, client to TGS: requests a token for a service. */
public record TgsReq(
        @Field("ID_s") PrincipalName service,
        @Field("N2") Nonce nonce,
        @Field("ticket") Sealed<Ticket> ticket,
        @Field("E(K_c,tgs)[ticket, ID_c]") Sealed<PresentedTicket> presentedTicket,
        @Field("E(K_c,tgs)[ID_c, TS3]") Sealed<Authenticator> authenticator)
        implements Message {}
