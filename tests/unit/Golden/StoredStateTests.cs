using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Unit.Tests.Golden;

/// <summary>
/// States that an earlier version stored are read for ever. A file of <c>tests/unit/Golden</c> is never changed; a new schema gets a new one.
/// </summary>
public sealed class StoredStateTests
{
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

    [Theory]
    [InlineData("session.v1.json")]
    [InlineData("grant.v1.json")]
    public void What_is_written_today_still_has_every_member_of_schema_1(string file)
    {
        var written = file.StartsWith("session", StringComparison.Ordinal)
            ? JsonSerializer.SerializeToNode(Read(file, SessionJson.Default.AuthSessionState), SessionJson.Default.AuthSessionState)
            : JsonSerializer.SerializeToNode(Read(file, GrantJson.Default.GrantState), GrantJson.Default.GrantState);

        var golden = JsonNode.Parse(Content(file))!.AsObject();
        AssertHolds(golden, written, "$");
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

    private static string Content(string file) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "unit", "Golden", file));
}
