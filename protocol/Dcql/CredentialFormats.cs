namespace Eudiplo.Protocol.Dcql;

/// <summary>The credential format identifiers (OpenID4VP 1.0 appendix B) that Eudiplo verifies.</summary>
public static class CredentialFormats
{
    /// <summary>IETF SD-JWT VC.</summary>
    public const string SdJwtVc = "dc+sd-jwt";

    /// <summary>ISO/IEC 18013-5 mdoc.</summary>
    public const string Mdoc = "mso_mdoc";
}
