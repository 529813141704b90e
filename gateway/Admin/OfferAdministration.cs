using System.Text.Json;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using QRCoder;

namespace Eudiplo.Gateway.Admin;

/// <summary><c>POST /admin/tenants/{tenantId}/offers</c>: makes a credential offer, by value, by reference, and as a QR code.</summary>
internal sealed class OfferAdministration(IGrainFactory grains, AdminAccess access, TimeProvider clock, IOptions<GatewayLimits> limits, ILogger<OfferAdministration> log)
{
    private const string Scheme = "openid-credential-offer://";
    private const int PixelsPerModule = 6;

    /// <summary>What an offer may say.</summary>
    public static AdminBody Body { get; } = new(
        new("credentialConfigurationIds", JsonSchemaType.Array, "The credentials: ids of the tenant's credential configurations. Needed."),
        new("authorizationCode", JsonSchemaType.Boolean, "Whether the wallet may go through the tenant's steps. Default false."),
        new("preAuthorizedCode", JsonSchemaType.Boolean, "Whether the wallet gets its token for the offer alone. Default true."),
        new("txCode", JsonSchemaType.Boolean, "Whether it needs a transaction code besides, which the answer shows. Default false."),
        new("user", JsonSchemaType.String, "The user that the grant will be of."),
        new("group", JsonSchemaType.String, "The group that the grant will be of."),
        new("data", JsonSchemaType.Object, "What the credentials are made from: claims with from data."),
        new("lifetimeSeconds", JsonSchemaType.Number, "How long the offer lives: 30 seconds to 31 days."));

    /// <summary>Makes an offer.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is not { } request
            || await AdminRequest.ReadObjectAsync(context, limits.Value, Body) is not { } body)
        {
            return;
        }

        if (Read(body) is not { } command)
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "A member of the offer has the wrong type: see the OpenAPI document."));
            return;
        }

        var key = new GrainKey(request.TenantId, Guid.CreateVersion7(clock.GetUtcNow()));
        var reply = await GrainCalls.RetryLostRaceAsync(() => grains.GetGrain<ICredentialOfferGrain>(key.ToString()).CreateAsync(command));
        log.Audited(request.Operator.Name, "make an offer", request.TenantId, reply.Error is null ? $"done, offer {SessionLogId.Of(key.Id)}" : "refused");
        await (reply.Error is { } error ? Answer.WriteAsync(context, error) : WriteAsync(context, key.Id, reply));
    }

    private static Task WriteAsync(HttpContext context, Guid id, CreateOfferReply reply)
    {
        var byReference = $"{Scheme}?credential_offer_uri={Uri.EscapeDataString(reply.OfferUri!.Value)}";
        return Answer.WriteAsync(context, StatusCodes.Status201Created, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WritePropertyName("credentialOffer");
            json.WriteRawValue(reply.Offer!.Value);
            json.WriteString("credentialOfferUri", reply.OfferUri.Value);
            json.WriteString("byValue", $"{Scheme}?credential_offer={Uri.EscapeDataString(reply.Offer.Value)}");
            json.WriteString("byReference", byReference);
            json.WriteString("qrCode", $"data:image/png;base64,{Convert.ToBase64String(PngByteQRCodeHelper.GetQRCode(byReference, QRCodeGenerator.ECCLevel.M, PixelsPerModule))}");
            if (reply.TransactionCode is { } transactionCode)
            {
                json.WriteString("txCode", transactionCode.Value);
            }

            json.WriteString("expiresAt", reply.ExpiresAt);
            json.WriteEndObject();
        });
    }

    private static CreateOffer? Read(JsonElement body)
    {
        if (!body.TryGetProperty("credentialConfigurationIds", out var ids)
            || ids.ValueKind != JsonValueKind.Array
            || ids.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.String)
            || !TryFlag(body, "authorizationCode", false, out var authorizationCode)
            || !TryFlag(body, "preAuthorizedCode", true, out var preAuthorizedCode)
            || !TryFlag(body, "txCode", false, out var transactionCode))
        {
            return null;
        }

        var seconds = 0d;
        return body.TryGetProperty("lifetimeSeconds", out var lifetime)
            && !(lifetime.ValueKind == JsonValueKind.Number && lifetime.TryGetDouble(out seconds) && seconds is > 0 and < 1e8)
                ? null
                : new CreateOffer
                {
                    CredentialConfigurationIds = [.. ids.EnumerateArray().Select(i => i.GetString()!)],
                    AuthorizationCode = authorizationCode,
                    PreAuthorizedCode = preAuthorizedCode,
                    TransactionCode = transactionCode,
                    Subject = body.TryGetString("user", out var user) ? user : null,
                    GroupId = body.TryGetString("group", out var group) ? group : null,
                    Data = body.TryGetProperty("data", out var data) ? data.GetRawText() : null,
                    Lifetime = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null,
                };
    }

    private static bool TryFlag(JsonElement body, string name, bool otherwise, out bool value)
    {
        value = otherwise;
        if (!body.TryGetProperty(name, out var member))
        {
            return true;
        }

        value = member.ValueKind == JsonValueKind.True;
        return member.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }
}
