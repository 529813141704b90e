using System.Globalization;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Tenants;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Eudiplo.Gateway.Admin;

/// <summary>Describes the admin API in its OpenAPI document.</summary>
internal static class AdminDocument
{
    private const string JsonType = "application/json";

    private static readonly Dictionary<int, (string Description, string? Example)> Statuses = new()
    {
        [204] = ("Done.", null),
        [304] = ("The version is the one that If-None-Match names.", null),
        [400] = ("The request is malformed.", """{"error":"invalid_request","error_description":"pageSize must be a whole number."}"""),
        [401] = ("No admin key and no access token that is good here: WWW-Authenticate says which.", null),
        [403] = ("The operator may not do this.", """{"error":"insufficient_scope","error_description":"Only the admin key allows this."}"""),
        [404] = ("There is nothing of that name.", """{"error":"invalid_request","error_description":"There is no such session."}"""),
        [409] = ("Something else decides about it.", """{"error":"invalid_request","error_description":"This tenant is configured by a file on the server: change the file."}"""),
        [412] = ("The version is another one.", """{"error":"invalid_request","error_description":"The tenant has another version now: read it again."}"""),
        [413] = ("The body is too large.", """{"error":"invalid_request","error_description":"The body is too large."}"""),
        [415] = ("The body is not of type application/json.", """{"error":"invalid_request","error_description":"Send application/json."}"""),
        [428] = ("The tenant exists, and no version is named.", """{"error":"invalid_request","error_description":"The tenant exists: name the version to replace in If-Match."}"""),
        [503] = ("The store or the cluster cannot answer now.", """{"error":"temporarily_unavailable","error_description":"The server cannot answer at the moment."}"""),
    };

    /// <summary>Describes the API.</summary>
    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Eudiplo admin API",
            Version = "1",
            Description = "Authenticate with Authorization: Bearer and the admin key, or an access token of a client of the tenant with the scope 'admin' "
                + "(with Authorization: DPoP and a proof, where it is bound to a key). Members and parameters that are not described are refused.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        var url = context.ApplicationServices.GetRequiredService<IOptions<IssuerOptions>>().Value.PublicUrl!;
        document.Servers = [new OpenApiServer { Url = url.AbsoluteUri.TrimEnd('/') }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["admin"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("admin", document)] = [] }];
        document.Tags = new HashSet<OpenApiTag>(Operations(context).Select(o => o.Tag).Distinct(StringComparer.Ordinal).Select(t => new OpenApiTag { Name = t }));
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
        operation.Tags = new HashSet<OpenApiTagReference> { new(described.Tag, context.Document) };
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            AdminParameters.Describe(parameter);
        }

        operation.Parameters = [.. operation.Parameters ?? [], .. described.Headers.Select(AdminParameters.Header)];
        List<int> refusals = [400, 401, 403, .. described.Others, 503];
        if (described.Request is { } request)
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(request, described.Body) };
            refusals.AddRange([413, 415]);
        }

        operation.Responses = new OpenApiResponses { [Text(described.Status)] = Success(described) };
        foreach (var status in refusals.Order())
        {
            var (description, example) = Statuses[status];
            operation.Responses[Text(status)] = status < 300
                ? Success(described with { Response = null })
                : new OpenApiResponse { Description = description, Content = example is null ? null : Content(example) };
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<AdminOperation> Operations(OpenApiDocumentTransformerContext context) => context.DescriptionGroups
        .SelectMany(g => g.Items)
        .SelectMany(d => d.ActionDescriptor.EndpointMetadata.OfType<AdminOperation>());

    private static OpenApiResponse Success(AdminOperation described) => new()
    {
        Description = "Done.",
        Content = described.Response is { } response ? Content(response) : null,
        Headers = described.HasVersion
            ? new Dictionary<string, IOpenApiHeader>
            {
                ["ETag"] = new OpenApiHeader { Description = "The version of the document.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            }
            : null,
    };

    private static Dictionary<string, OpenApiMediaType> Content(string example, AdminBody? body = null)
    {
        var parsed = JsonNode.Parse(example)!;
        return new() { [JsonType] = new OpenApiMediaType { Schema = body is null ? Schema(parsed) : Schema(body), Example = parsed } };
    }

    private static OpenApiSchema Schema(AdminBody body) => new()
    {
        Type = JsonSchemaType.Object,
        AdditionalPropertiesAllowed = false,
        Properties = body.Members.ToDictionary(m => m.Name, m => (IOpenApiSchema)new OpenApiSchema
        {
            Type = m.Type,
            Description = m.Description,
            Items = m.Type == JsonSchemaType.Array ? new OpenApiSchema { Type = JsonSchemaType.String } : null,
        }),
    };

    /// <summary>The members of an answer and their types, as its example has them.</summary>
    private static OpenApiSchema Schema(JsonNode? example) => example switch
    {
        JsonObject members => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = members.ToDictionary(m => m.Key, m => (IOpenApiSchema)Schema(m.Value)),
        },
        JsonArray items => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Schema(items.FirstOrDefault()) },
        JsonValue value => new OpenApiSchema
        {
            Type = value.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.Number => JsonSchemaType.Integer,
                System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
        },
        _ => new OpenApiSchema(),
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
