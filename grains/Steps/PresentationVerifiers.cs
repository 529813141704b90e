using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Grains.Steps;

/// <summary>The verifiers of presentations: one for each way in which configurations differ. They share the keys of holders.</summary>
public sealed class PresentationVerifiers
{
    private readonly PresentationVerifier _current;
    private readonly PresentationVerifier _withOlderTypes;

    /// <summary>Makes them.</summary>
    /// <param name="holderKeys">Where keys of holders are kept imported.</param>
    public PresentationVerifiers(JwkCache holderKeys)
    {
        var mdoc = new MdocVerifier(new MdocOptions(), holderKeys);
        _current = new PresentationVerifier([new SdJwtVcVerifier(new SdJwtVcOptions(), holderKeys), mdoc]);
        _withOlderTypes = new PresentationVerifier([new SdJwtVcVerifier(new SdJwtVcOptions { AcceptOlderType = true }, holderKeys), mdoc]);
    }

    /// <summary>The verifier for a configuration.</summary>
    public PresentationVerifier For(PresentationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Configuration.AcceptOlderTypes ? _withOlderTypes : _current;
    }
}
