using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Microsoft.OpenApi;

namespace Eudiplo.Gateway.Admin;

/// <summary>Describes the parameters of the admin calls in the OpenAPI document.</summary>
internal static class AdminParameters
{
    private const string Id = "01a201d9-b676-7602-acea-0b0a4a502756";

    /// <summary>Describes a parameter of a route or query.</summary>
    public static void Describe(OpenApiParameter parameter)
    {
        var (description, example, schema) = Of(parameter.Name!);
        (parameter.Description, parameter.Example, parameter.Schema) = (description, example, schema);
    }

    /// <summary>A header of the request.</summary>
    public static OpenApiParameter Header(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = Of(name).Description,
        Example = Of(name).Example,
        Schema = Text(),
    };

    private static (string Description, JsonNode Example, OpenApiSchema Schema) Of(string name) => name switch
    {
        "tenantId" => ("The tenant.", "acme", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z0-9][a-z0-9._-]{0,63}$" }),
        "sessionId" => ("The session.", Id, new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }),
        "status" => (
            "The state of the sessions.",
            SessionStatus.CodeIssued.Name(),
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Enum.GetValues<SessionStatus>().Select(s => (JsonNode)s.Name())] }),
        "clientId" => ("The client of the sessions.", "wallet", Text()),
        "createdFrom" => ("The earliest time at which the sessions began.", "2026-11-22T06:00:00Z", Time()),
        "createdBefore" => ("The time before which the sessions began.", "2026-11-23T06:00:00Z", Time()),
        "cursor" => ("The nextCursor of the page before, with the same filters.", "AAY9Q0p1c3QgYW4gZXhhbXBsZQ", Text()),
        "pageSize" => ("How many to list at once.", 100, new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = 100 }),
        "personalData" => ("Whether to show what the steps found out.", false, new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }),
        "If-Match" => ("The version that the change is for, in double quotes; * for any.", "\"b7b8982ab0258239cdff944a60b09720\"", Text()),
        "If-None-Match" => ("* for a tenant that must be new; with GET, a version that is known already.", "*", Text()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A parameter without a description."),
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };
}
