using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Unit.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Unit.Tests.Tenants;

/// <summary>Rows that never expire, written when their tenant was already erased.</summary>
public sealed class LateRowTests
{
    [Theory]
    [InlineData("keys", false)]
    [InlineData("keys", true)]
    [InlineData("request_keys", false)]
    [InlineData("request_keys", true)]
    [InlineData("revocations", false)]
    [InlineData("revocations", true)]
    [InlineData("statusindex", false)]
    [InlineData("statusindex", true)]
    public async Task A_first_row_that_is_written_after_its_tenant_was_erased_is_taken_back(string kind, bool sharesDatabase)
    {
        await using var host = new SessionHost(sharesDatabase: sharesDatabase);
        await host.Grains.GetGrain<Grains.Abstractions.Tenants.ITenantGrain>(SessionHost.Tenant).GetAsync();
        host.Storage.Writing = (state, _) =>
        {
            // The whole deletion happens after the grain has looked for its tenant and before its row is there.
            Assert.Equal(kind, state);
            host.Tenants.Remove(SessionHost.Tenant);
            return Task.CompletedTask;
        };

        await WriteAsync(host, kind);

        Assert.True(host.Storage.Writes > 0);
        Assert.Equal(0, host.Storage.Count);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("request_keys")]
    [InlineData("revocations")]
    [InlineData("statusindex")]
    public async Task A_row_of_a_tenant_that_is_there_stays(string kind)
    {
        await using var host = new SessionHost();
        await WriteAsync(host, kind);

        Assert.Equal(1, host.Storage.Count);
    }

    [Fact]
    public async Task Nothing_is_left_behind_by_the_revocation_of_a_tenant_that_never_was()
    {
        await using var host = new SessionHost();
        await host.Grains.GetGrain<ITenantRevocationsGrain>("made-up").RevokeAsync(new RevocationTarget(RevocationTargetKind.Client, "c"));

        Assert.Equal(0, host.Storage.Count);
    }

    private static async Task WriteAsync(SessionHost host, string kind)
    {
        switch (kind)
        {
            case "keys":
                await host.Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant).GetAsync();
                break;
            case "request_keys":
                await host.Services.GetRequiredService<RequestKeyStore>().GetAsync(SessionHost.Tenant, "issuer.example");
                break;
            case "revocations":
                await host.Grains.GetGrain<ITenantRevocationsGrain>(SessionHost.Tenant).RevokeAsync(new RevocationTarget(RevocationTargetKind.Client, "c"));
                break;
            default:
                await host.Grains.GetGrain<IStatusIndexGrain>(new GrainKey(SessionHost.Tenant, Guid.CreateVersion7()).ToString()).TakeAsync(100, 1);
                break;
        }
    }
}
