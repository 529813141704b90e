using Eudiplo.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Tests.Hosting;

/// <summary>What an issuer identifier can be made of (RFC 8414, section 2; RFC 9207, section 2).</summary>
public sealed class PublicUrlTests
{
    [Theory]
    [InlineData("https://issuer.example/?tenant=1")]
    [InlineData("https://issuer.example/#top")]
    [InlineData("https://user@issuer.example")]
    [InlineData("ftp://issuer.example")]
    [InlineData("/issuer")]
    public async Task A_public_URL_that_is_no_issuer_identifier_stops_the_start_and_says_why(string url)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-url-").FullName;
        var problem = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = GatewayApp.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Eudiplo:PublicUrl={url}",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
            ]);
            await app.StartAsync();
        });

        Assert.Contains("Eudiplo:PublicUrl", problem.Message, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }
}
