package hallpass.message;

/** A protocol message: one record per message type, with the fields as components in wire order. */
public sealed interface Message
        permits AsReq,
                AsRep,
                TgsReq,
                TgsRep,
                ApReq,
                ApRep,
                ServiceReq,
                ServiceRep,
                KeyUpdateReq,
                KeyUpdateRep,
                PreAuthenticationReq,
                PreAuthenticationRep,
                ServerRegistrationReq,
                ServerRegistrationRep,
                ServerCertificateReq,
                ServerCertificateRep,
                ClientRegistrationReq,
                ClientRegistrationRep,
                PkiServiceReq,
                PkiServiceRep,
                CrlReq,
                CrlRep,
                RevocationStatusReq,
                RevocationStatusRep,
                StatusReq,
                StatusRep,
                ErrorMessage {

    default MessageType type() {
        return MessageType.of(this);
    }
}
