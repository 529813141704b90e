using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Eudiplo.Gateway.Admin;

/// <summary>Describes the admin API in its OpenAPI document.</summary>
internal static class AdminDocument
{
    private const string JsonType = "application/json";

    /// <summary>Describes the API.</summary>
    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Eudiplo admin API",
            Version = "1",
            Description = "Authenticate with Authorization: Bearer and the admin key, or an access token of a client of the tenant with the scope 'admin'.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["admin"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("admin", document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>Describes one call, with examples.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AdminOperation>().FirstOrDefault() is not { } described)
        {
            return Task.CompletedTask;
        }

        operation.Summary = described.Summary;
        if (described.Request is { } request)
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(request) };
        }

        operation.Responses = new OpenApiResponses
        {
            [described.Status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = "Success",
                Content = described.Response is { } response ? Content(response) : null,
            },
            ["400"] = Refused("The request is malformed.", """{"error":"invalid_request","error_description":"…"}"""),
            ["401"] = new OpenApiResponse { Description = "No admin key and no access token that is good here." },
            ["403"] = Refused("The operator may not do this.", """{"error":"insufficient_scope","error_description":"…"}"""),
        };
        return Task.CompletedTask;
    }

    private static OpenApiResponse Refused(string description, string example) => new() { Description = description, Content = Content(example) };

    private static Dictionary<string, OpenApiMediaType> Content(string example) => new()
    {
        [JsonType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(example) },
    };
}
