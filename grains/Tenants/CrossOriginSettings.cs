namespace Eudiplo.Grains.Tenants;

/// <summary>Which web pages may read the tenant's answers by script (Fetch standard, "CORS protocol").</summary>
public sealed record CrossOriginSettings
{
    /// <summary>
    /// The origins, such as <c>https://app.example</c>: https, or http to a loopback address. Never <c>*</c>, and never with cookies. An
    /// empty list closes the tenant to all.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
