using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Demo;

/// <summary>The PID of an invented person.</summary>
public static class DemoPid
{
    /// <summary>The claim `vct` of the PID.</summary>
    public const string Type = "urn:eudi:pid:1";

    /// <summary>The person's claims: plain, nested, and in arrays.</summary>
    public static JsonObject Claims() => new()
    {
        ["given_name"] = "Erika",
        ["family_name"] = "Mustermann",
        ["birthdate"] = "1984-08-12",
        ["place_of_birth"] = new JsonObject { ["locality"] = "Köln", ["country"] = "DE" },
        ["nationalities"] = new JsonArray("DE", "FR"),
        ["age_equal_or_over"] = new JsonObject { ["18"] = true, ["21"] = true, ["65"] = false },
        ["address"] = new JsonObject
        {
            ["street_address"] = "Heidestraße 17",
            ["locality"] = "Köln",
            ["postal_code"] = "51147",
            ["country"] = "DE",
        },
        ["personal_administrative_number"] = "123 456 7890",
    };

    /// <summary>How to issue the PID to a holder.</summary>
    public static SdJwtIssuance For(EcKey holder) => new() { Type = Type, Claims = Claims(), Holder = holder };
}
