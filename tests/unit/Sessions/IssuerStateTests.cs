using System.Text.Json.Nodes;
using Eudiplo.Grains.Browser;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>What becomes of <c>issuer_state</c>: the tenant's own services are told, and nobody takes it for more than what the wallet wrote.</summary>
public sealed class IssuerStateTests
{
    [Theory]
    [InlineData("0123abcd", "https://forms.example/?offer=0123abcd&x")]
    [InlineData(null, "https://forms.example/?offer=&x")]
    [InlineData("a&b=#{return_url}", "https://forms.example/?offer=a%26b%3D%23%7Breturn_url%7D&x")]
    public void The_page_of_a_web_step_is_told_it_as_one_value(string? issuerState, string url) => Assert.Equal(url, WebPage.Url(
        new AuthSessionState { IssuerState = issuerState },
        new SessionStep { Type = "redirect_to_web", Url = "https://forms.example/?offer={issuer_state}&x" },
        "https://issuer.example/return"));

    [Theory]
    [InlineData("https://forms.example/?offer={issuer_state}", true)]
    [InlineData("https://forms.example/#{issuer_state}", true)]
    [InlineData("https://forms.example/{issuer_state}/register", false)]
    [InlineData("https://{issuer_state}.example/register", false)]
    public void It_has_no_place_in_the_path_or_the_host_of_a_page(string url, bool isTaken)
    {
        var document = TestTenants.Document("acme", null);
        var web = document["credentialConfigurations"]!.AsArray().Single(c => c!["credentialConfigId"]!.GetValue<string>() == "web")!;
        web["iaeActions"]![0]!["url"] = url;

        TenantDocumentReader.Read(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), out var errors);

        Assert.Equal(isTaken, errors.Count == 0);
    }

    [Fact]
    public async Task An_operator_sees_it_with_the_personal_data_and_not_without()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        Assert.Null((await wallet.BeginAsync(wallet.Request("web") with { IssuerState = "from-the-offer" })).Error);
        var session = host.Session(wallet.SessionId);

        Assert.Null((await session.ViewAsync())!.IssuerState);
        Assert.Equal("from-the-offer", (await session.ViewWithPersonalDataAsync())!.IssuerState);
    }
}
