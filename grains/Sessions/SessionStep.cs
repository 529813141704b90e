using System.Text.Json.Serialization;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>A step as it was configured when the session began: a later change of the configuration does not move a session under way.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.SessionStep")]
public sealed record SessionStep
{
    /// <summary>Stands where there is no step.</summary>
    public static SessionStep None { get; } = new() { Type = string.Empty };

    /// <summary>The interaction type, by its bare name.</summary>
    [Id(0)] public required string Type { get; init; }

    /// <summary>The step's name for people.</summary>
    [Id(1)] public string? Label { get; init; }

    /// <summary>The presentation configuration: what to ask for is kept here, whom to believe is looked up when the answer comes.</summary>
    [Id(2)] public string? PresentationConfigId { get; init; }

    /// <summary>The DCQL query that is asked.</summary>
    [Id(3), JsonConverter(typeof(RawJsonConverter))] public string? DcqlQuery { get; init; }

    /// <summary>The page of a web step.</summary>
    [Id(4)] public string? Url { get; init; }

    /// <summary>Where the external service sends the user back to.</summary>
    [Id(5)] public string? CallbackUrl { get; init; }

    /// <summary>Instructions for the user.</summary>
    [Id(6)] public string? Description { get; init; }

    /// <summary>Who confirms a web step.</summary>
    [Id(7)] public WebStepCompletion? Completion { get; init; }

    /// <summary>Whether a backend of the tenant can confirm it.</summary>
    [JsonIgnore]
    public bool IsConfirmedByService =>
        (Type == InteractionTypes.Web && Completion != WebStepCompletion.Browser)
        || (InteractionTypes.IsCustom(Type) && Completion == WebStepCompletion.Service);

    /// <summary>What a custom step asks: the text of a JSON object, sent as it is.</summary>
    [Id(8), JsonConverter(typeof(RawJsonConverter))] public string? Request { get; init; }

    /// <summary>The parameter that the answer to a custom step comes in.</summary>
    [Id(9)] public string? Response { get; init; }
}
