using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>Bounds on what a request may be: section <c>Eudiplo:Limits</c>. All are on by default.</summary>
public sealed class GatewayLimits
{
    /// <summary>The largest request body, in bytes: 1,024 to 16,777,216. Default 65,536.</summary>
    public int MaxBodyBytes { get; set; } = 65_536;

    /// <summary>The largest tenant document, in bytes: 1,024 to 16,777,216. Default 1,048,576.</summary>
    public int MaxTenantBytes { get; set; } = 1_048_576;

    /// <summary>The most bytes of a request's headers together: 4,096 to 1,048,576. Default 32,768.</summary>
    public int MaxHeaderBytes { get; set; } = 32_768;

    /// <summary>Bounds on what a body may hold.</summary>
    public ParameterLimits Parameters { get; set; } = ParameterLimits.Default;
}
