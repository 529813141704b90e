using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Offers;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Replays;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Unit.Tests.Golden;

/// <summary>
/// States that an earlier version stored are read for ever. A file of <c>tests/unit/Golden</c> is never changed; a new schema gets a new one.
/// </summary>
public sealed class StoredStateTests
{
    private static readonly Dictionary<string, JsonTypeInfo> Files = new(StringComparer.Ordinal)
    {
        ["session.v1.json"] = SessionJson.Default.AuthSessionState,
        ["grant.v1.json"] = GrantJson.Default.GrantState,
        ["grant.v1.tokens.json"] = GrantJson.Default.GrantState,
        ["keys.v1.json"] = KeysJson.Default.TenantKeysState,
        ["request_keys.v1.json"] = RequestKeysJson.Default.RequestKeysState,
        ["offer.v1.json"] = OffersJson.Default.CredentialOfferState,
        ["statusindex.v1.json"] = CredentialsJson.Default.StatusIndexState,
        ["replay.v1.json"] = ReplaysJson.Default.UsedIdentifierState,
        ["revocations.v1.json"] = RevocationsJson.Default.TenantRevocationsState,
        ["tenant.v1.json"] = TenantJson.Default.TenantState,
    };

    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "unit", "Golden");

    [Fact]
    public void A_session_of_schema_1_is_read_with_every_member()
    {
        var state = Read("session.v1.json", SessionJson.Default.AuthSessionState);

        Assert.Equal(1, state.SchemaVersion);
        Assert.Equal(Guid.Parse("01a201d9-b676-7602-acea-0b0a4a502756"), state.Id);
        Assert.Equal(SessionStatus.WebAuthCompleted, state.Status);
        Assert.Equal(WebStepCompletion.Service, state.IaeActions[1].Completion);
        Assert.Equal("""{"credentials":[{"id":"pid"}]}""", state.IaeActions[0].DcqlQuery);
        Assert.Equal("""{"given_name":"Erika"}""", Assert.Single(Assert.Single(state.CompletedStepsData).Credentials!).Claims);
        Assert.Equal("""{"company":"ACME"}""", state.WebConfirmation!.Data);
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T06:10:00Z", System.Globalization.CultureInfo.InvariantCulture), state.ExpiresAt);
    }

    [Fact]
    public void A_grant_of_schema_1_is_read_with_every_member()
    {
        var state = Read("grant.v1.json", GrantJson.Default.GrantState);

        Assert.Equal(1, state.SchemaVersion);
        Assert.Equal("erika", state.Subject);
        Assert.Equal(32, Assert.Single(state.AccessTokens).Hash.Length);
        Assert.Equal("""[{"index":0}]""", state.CompletedSteps);
        Assert.Equal("code_replayed", state.RevocationReason);
    }

    [Fact]
    public void A_grant_with_refresh_family_and_credentials_is_read_with_every_member()
    {
        var state = Read("grant.v1.tokens.json", GrantJson.Default.GrantState);

        Assert.True(Assert.Single(state.AccessTokens).IsJwt);
        Assert.Equal((4, 32, "member"), (state.Refresh!.Generation, state.Refresh.Previous!.Length, state.Refresh.Scope));
        Assert.Equal(GrantType.PreAuthorizedCode, state.GrantType);
        Assert.Equal([36, 67], Assert.Single(state.Issued!).StatusIndices!);
    }

    [Fact]
    public void The_keys_of_schema_1_are_read_with_every_member()
    {
        var keys = Read("keys.v1.json", KeysJson.Default.TenantKeysState).Keys;

        Assert.Equal([5, null], keys.Select(k => k.PrivateKey?.Length));
        Assert.All(keys, k => Assert.Equal(32, k.NonceSecret.Length));
        Assert.Equal("""{"kty":"EC","crv":"P-256"}""", keys[0].PublicJwk);
        Assert.Equal(Time("2026-11-23T06:03:00Z"), keys[0].SignsFrom);
    }

    [Fact]
    public void The_keys_for_presentation_requests_of_schema_1_are_read_with_every_member()
    {
        var key = Assert.Single(Read("request_keys.v1.json", RequestKeysJson.Default.RequestKeysState).Keys);

        Assert.Equal(("generated-1", "issuer.example", 5, 2), (key.KeyId, key.Host, key.PrivateKey.Length, key.Certificates.Count));
        Assert.Equal(Time("2028-11-21T06:02:00Z"), key.NotAfter);
    }

    [Fact]
    public void An_offer_of_schema_1_is_read_with_every_member()
    {
        var state = Read("offer.v1.json", OffersJson.Default.CredentialOfferState);

        Assert.Equal(["member", "citizen-credential"], state.CredentialConfigurationIds);
        Assert.Equal((32, 32, 32, 32, 2), (state.Link.Length, state.Code!.Length, state.TransactionCode!.Length, state.TransactionCodeKey!.Length, state.Attempts));
        Assert.Equal("""{"level":"gold"}""", state.Data!.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(Time("2026-11-22T06:04:00Z"), state.RedeemedAt);
    }

    [Fact]
    public void The_indices_of_a_status_list_of_schema_1_go_on_where_they_were()
    {
        var state = Read("statusindex.v1.json", CredentialsJson.Default.StatusIndexState);

        Assert.Equal((7, 31, 5, 1_048_576), (state.Taken, state.Stride, state.Offset, state.Size));
    }

    [Fact]
    public void The_row_of_something_used_is_read()
    {
        var state = Read("replay.v1.json", ReplaysJson.Default.UsedIdentifierState);

        Assert.Equal(("demo", Guid.Parse("5f1c7b9e-3a52-4c83-9d1e-2b7a6c4d8e90")), (state.TenantId, state.RequestId));
        Assert.Equal(Time("2026-11-22T06:06:01Z"), state.ExpiresAt);
    }

    [Fact]
    public void The_revocations_of_schema_1_are_read_with_every_member()
    {
        var state = Read("revocations.v1.json", RevocationsJson.Default.TenantRevocationsState);

        Assert.Equal((3, 1), (state.Sequence, state.ForgottenUpTo));
        Assert.Equal([(2, RevocationTargetKind.User, "erika"), (3, RevocationTargetKind.Client, "wallet")], state.Recent.Select(r => (r.Sequence, r.Target.Kind, r.Target.Value)));
        Assert.Equal(Time("2026-11-22T06:05:00Z"), state.LastAt);
    }

    [Fact]
    public void A_tenant_of_schema_1_is_read_with_every_member()
    {
        var state = Read("tenant.v1.json", TenantJson.Default.TenantState);

        Assert.Equal("Acme", (string?)JsonNode.Parse(state.Document)!["displayName"]);
        Assert.StartsWith("5feceb66", state.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_stored_state_has_a_golden_file()
    {
        var states = typeof(GrantState).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IStoredState)) && t is { IsAbstract: false, IsInterface: false });

        Assert.Equal(states.Select(t => t.Name).Order(StringComparer.Ordinal), Files.Values.Select(t => t.Type.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            Files.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("session.v1.json")]
    [InlineData("grant.v1.json")]
    [InlineData("grant.v1.tokens.json")]
    [InlineData("keys.v1.json")]
    [InlineData("request_keys.v1.json")]
    [InlineData("offer.v1.json")]
    [InlineData("replay.v1.json")]
    [InlineData("statusindex.v1.json")]
    [InlineData("revocations.v1.json")]
    [InlineData("tenant.v1.json")]
    public void What_is_written_today_still_has_every_member_of_schema_1(string file)
    {
        var type = Files[file];
        var written = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(Content(file), type), type);

        AssertHolds(JsonNode.Parse(Content(file))!.AsObject(), written, "$");
    }

    /// <summary>Later versions may add members, at any depth; what was there stays.</summary>
    private static void AssertHolds(JsonNode? golden, JsonNode? written, string path)
    {
        if (golden is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                AssertHolds(value, written?[name], $"{path}.{name}");
            }
        }
        else if (golden is JsonArray items)
        {
            Assert.Equal(items.Count, Assert.IsType<JsonArray>(written).Count);
            for (var i = 0; i < items.Count; i++)
            {
                AssertHolds(items[i], written[i], $"{path}[{i}]");
            }
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(golden, written), $"{path}: {golden} is now {written}");
        }
    }

    private static T Read<T>(string file, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Content(file), type)!;

    private static string Content(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
