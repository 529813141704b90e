using System.Security.Cryptography;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.WalletSimulator.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Unit.Tests.Simulator;

public sealed class SecretShapesTests
{
    [Fact]
    public void Tokens_codes_verifiers_and_JWTs_are_found_wherever_they_stand_in_a_line()
    {
        var random = new Random(4_711);
        var bytes = new byte[Capability.SecretLength];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(bytes);
            var capability = Capability.Encode(new Guid(bytes.AsSpan(0, 16)), bytes);
            Assert.True(Capability.TryDecode(capability, out _, out var secret));
            Assert.Equal([capability], SecretShapes.FindIn($"token={capability}&x"));
            Assert.Equal([secret], SecretShapes.FindIn($"the secret '{secret}'."));
        }

        Assert.Single(SecretShapes.FindIn("a eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJ4In0aaaa.c2ln b"));
    }

    [Fact]
    public void Names_ids_and_published_keys_are_no_secrets()
    {
        foreach (var line in new[]
        {
            $"Grant {Guid.NewGuid():N} of tenant acme is revoked (refresh_token_reused); 1 access tokens were live.",
            $"Session {Guid.NewGuid()} of tenant a-tenant-with-a-very-long-name-indeed-64-characters-at-most-0000001",
            "The keys of tenant acme changed: the newest is 0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I, 2 are published.",
            "   at Npgsql.ThrowHelper.ThrowNpgsqlExceptionWithInnerTimeoutException(String message)    at Npgsql.Internal.NpgsqlConnector.Open()",
            "SiloMessagingOptions: MaxEnqueuedRequestsHardLimit_StatelessWorker: 0",
            "Eudiplo.Grains.Grants.A_name_of_a_test_that_is_as_long_as_names_of_tests_are_in_2026_here",
        })
        {
            Assert.Empty(SecretShapes.FindIn(line));
        }
    }

    [Fact]
    public async Task A_secret_in_a_log_of_grains_fails_its_test()
    {
        var host = new SessionHost();
        await using (host)
        {
            host.AssertNothingLeaked();
            var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Eudiplo.Leaking");
            var secret = Capability.Encode(Guid.NewGuid(), SHA256.HashData("x"u8));
            log.LogTrace("before {Value} after", secret);
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(host.AssertNothingLeaked);
            host.Logs.Entries.Clear();
            log.LogError(new InvalidOperationException("failed", new FormatException($"about {secret}")), "failed");
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(host.AssertNothingLeaked);
            host.Logs.Entries.Clear();
        }
    }
}
