using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>A presentation that steps can ask for, and whose credentials are believed. Every member is told in <c>docs/presentations.md</c>.</summary>
public sealed record PresentationConfiguration
{
    /// <summary>The id that actions refer to.</summary>
    public required string PresentationConfigId { get; init; }

    /// <summary>What the presentation is for, for people.</summary>
    public string? Description { get; init; }

    /// <summary>The DCQL query (OpenID4VP 1.0, section 6).</summary>
    [JsonPropertyName("dcql_query")]
    public required JsonElement DcqlQuery { get; init; }

    /// <summary>How the request is sent: unsigned, or signed in the name of a certificate.</summary>
    public PresentationRequestSettings Request { get; init; } = new();

    /// <summary>Whether the wallet encrypts its answer: <c>iae_post</c> or <c>iae_post.jwt</c>. Default <c>iae_post</c>.</summary>
    public PresentationResponseMode ResponseMode { get; init; } = PresentationResponseMode.Plain;

    /// <summary>The content encryptions offered with <c>iae_post.jwt</c>: <c>A128GCM</c>, <c>A256GCM</c>. Default both.</summary>
    public IReadOnlyList<string> ResponseEncryptions { get; init; } = ["A128GCM", "A256GCM"];

    /// <summary>The issuers whose credentials are accepted. At least one.</summary>
    public IReadOnlyList<TrustedIssuer> TrustedIssuers { get; init; } = [];

    /// <summary>The trusted lists that <c>trusted_authorities</c> of type <c>etsi_tl</c> name, with their certificates.</summary>
    public IReadOnlyList<TrustedList> TrustedLists { get; init; } = [];

    /// <summary>Whether SD-JWT VCs with the older <c>typ</c> <c>vc+sd-jwt</c> are accepted too. Default false.</summary>
    public bool AcceptOlderTypes { get; init; }

    /// <summary>Whether credentials are looked up in the status lists that they name. Default <c>ignore</c>.</summary>
    public CredentialStatusCheck Status { get; init; } = CredentialStatusCheck.Ignore;

    /// <summary>What to do when a status list cannot be had: <c>refuse</c> or <c>accept</c>. Default <c>refuse</c>.</summary>
    public UnavailableStatus StatusUnavailable { get; init; } = UnavailableStatus.Refuse;

    /// <summary>How far clocks may differ, in seconds: 0 to 600. Default 60.</summary>
    public int ClockSkewSeconds { get; init; } = 60;

    /// <summary>How old the key binding of a presentation may be, in seconds: 10 to 3,600. Default 300.</summary>
    public int KeyBindingMaxAgeSeconds { get; init; } = 300;

    /// <summary>
    /// The claim that tells who the user is, as the path of a claim of the query in dots; its value becomes the grant's subject. Left out:
    /// the grant has none.
    /// </summary>
    public string? SubjectClaim { get; init; }

    /// <summary>
    /// Whether all credentials of one presentation must be bound to one holder key; without it, two users could pool their credentials.
    /// Default false.
    /// </summary>
    public bool RequireSameHolderKey { get; init; }

    /// <summary>
    /// Whether the credential that is issued afterwards must be bound to the key that the presented one is bound to; without it, what one
    /// wallet proved may be issued into another (OID4VCI issue 742). Default false.
    /// </summary>
    public bool RequireHolderKeyForProofs { get; init; }

    /// <summary>The webhook that is told what was verified, and answers with claims. Left out: that of the tenant, if it has one.</summary>
    public ClaimsWebhook? Webhook { get; init; }
}
