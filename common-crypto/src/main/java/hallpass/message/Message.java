package hallpass.message;

/** Everything that is said on a Hallpass wire: one record for each message, its components in the order of the wire. */
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
                CertificateReq,
                CertificateRep,
                ClientRegistrationReq,
                ClientRegistrationRep,
                PkiServiceReq,
                PkiServiceRep,
                CrlReq,
                CrlRep,
                RevocationReq,
                RevocationRep,
                StatusReq,
                StatusRep,
                ErrorMessage {

    default MessageType type() {
        return MessageType.of(this);
    }
}
