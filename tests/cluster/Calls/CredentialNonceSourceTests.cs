using System.Reflection;
using System.Security.Cryptography;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Protocol.Credentials;
using Orleans;

namespace Eudiplo.Cluster.Tests.Calls;

/// <summary>Where the nonces for key proofs come from.</summary>
public sealed class CredentialNonceSourceTests
{
    private readonly LeapingTime _time = new();
    private readonly byte[][] _secrets = [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)];
    private DpopPolicy? _policy = new(false, false, 300);
    private int _questions;

    [Fact]
    public async Task Many_nonces_cost_the_tenants_grains_one_question()
    {
        var source = Source();

        var nonces = new HashSet<string?>();
        for (var n = 0; n < 100; n++)
        {
            nonces.Add(await source.IssueAsync("demo", CancellationToken.None));
        }

        Assert.Equal(100, nonces.Count);
        Assert.Equal(1, _questions);
        Assert.All(nonces, nonce => Assert.True(CredentialNonces.IsValid([_secrets[0]], "demo", nonce!, _time.GetUtcNow().AddSeconds(299))));
        Assert.All(nonces, nonce => Assert.False(CredentialNonces.IsValid(_secrets, "demo", nonce!, _time.GetUtcNow().AddSeconds(301))));
    }

    [Fact]
    public async Task A_new_key_of_the_tenant_is_heard_of()
    {
        var source = Source();
        await source.IssueAsync("demo", CancellationToken.None);
        _secrets[0] = RandomNumberGenerator.GetBytes(32);
        _time.Pass(CredentialNonceSource.MaxAge);

        var nonce = await source.IssueAsync("demo", CancellationToken.None);

        Assert.Equal(2, _questions);
        Assert.True(CredentialNonces.IsValid([_secrets[0]], "demo", nonce!, _time.GetUtcNow()));
    }

    [Fact]
    public async Task A_silo_of_an_earlier_version_makes_each_nonce_itself()
    {
        _policy = new DpopPolicy(false);

        Assert.Equal("of the silo", await Source().IssueAsync("demo", CancellationToken.None));
    }

    [Fact]
    public async Task A_tenant_that_does_not_exist_has_no_nonces_and_one_that_has_gone_has_none_any_more()
    {
        var source = Source();
        await source.IssueAsync("demo", CancellationToken.None);
        _policy = null;
        _time.Pass(CredentialNonceSource.MaxAge);

        Assert.Null(await source.IssueAsync("demo", CancellationToken.None));
        Assert.Null(await source.IssueAsync("demo", CancellationToken.None));
    }

    private CredentialNonceSource Source() => new(Stub.Of<IGrainFactory>(Answer), _time);

    private object? Answer(MethodInfo method) => method switch
    {
        { Name: nameof(IGrainFactory.GetGrain) } when method.ReturnType == typeof(ITenantGrain) => Stub.Of<ITenantGrain>(Answer),
        { Name: nameof(IGrainFactory.GetGrain) } => Stub.Of<ITenantKeysGrain>(Answer),
        { Name: nameof(ITenantGrain.GetDpopPolicyAsync) } => Task.FromResult(_policy),
        { Name: nameof(ITenantKeysGrain.GetNonceSecretsAsync) } => Secrets(),
        { Name: nameof(ITenantKeysGrain.IssueNonceAsync) } => Task.FromResult<string?>("of the silo"),
        _ => throw new NotSupportedException(method.Name),
    };

    private Task<byte[][]?> Secrets()
    {
        _questions++;
        return Task.FromResult<byte[][]?>([.. _secrets]);
    }

    /// <summary>Answers every method of an interface.</summary>
    public class Stub : DispatchProxy
    {
        private Func<MethodInfo, object?> _answer = _ => null;

        internal static T Of<T>(Func<MethodInfo, object?> answer)
            where T : class
        {
            var stub = Create<T, Stub>();
            ((Stub)(object)stub)._answer = answer;
            return stub;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!);
    }
}
