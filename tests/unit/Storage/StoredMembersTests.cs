using System.Text.Json;
using Eudiplo.Grains.Sessions;
using Eudiplo.Storage.Rows;

namespace Eudiplo.Unit.Tests.Storage;

/// <summary>What the storage writes of a state.</summary>
public sealed class StoredMembersTests
{
    [Fact]
    public void Only_what_cannot_be_computed_of_the_rest_is_stored_of_a_session()
    {
        var state = new AuthSessionState { IaeActions = [new SessionStep { Type = "redirect_to_web", Url = "https://forms.example/" }] };
        Assert.NotNull(state.CurrentStep);

        var json = new StateJson([new StateJsonContext(SessionJson.Default)]);
        using var stored = JsonDocument.Parse(JsonSerializer.Serialize(state, json.TypeInfo<AuthSessionState>()));

        Assert.Equal("https://forms.example/", stored.RootElement.GetProperty("iaeActions")[0].GetProperty("url").GetString());
        Assert.False(stored.RootElement.TryGetProperty("currentStep", out _));
        Assert.False(stored.RootElement.TryGetProperty("hasEnded", out _));
    }

    [Fact]
    public void A_state_that_was_stored_with_its_computed_members_is_still_read()
    {
        var json = new StateJson([new StateJsonContext(SessionJson.Default)]);

        var state = JsonSerializer.Deserialize(
            """{"tenantId":"demo","iaeActions":[{"type":"redirect_to_web"}],"hasEnded":true,"currentStep":{"type":"redirect_to_web"}}""",
            json.TypeInfo<AuthSessionState>())!;

        Assert.Equal(("demo", false, "redirect_to_web"), (state.TenantId, state.HasEnded, state.CurrentStep!.Type));
    }
}
