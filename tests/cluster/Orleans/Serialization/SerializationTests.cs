using System.Collections;
using System.Reflection;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace Eudiplo.Cluster.Tests.Orleans.Serialization;

/// <summary>What silos and gateways of one cluster say to each other, while some of them run a newer version than others.</summary>
public sealed class SerializationTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<Type> Types => [.. CarriedTypes.All];

    [Fact]
    public void There_are_types_to_look_at() => Assert.InRange(CarriedTypes.All.Count, 30, 500);

    [Theory, MemberData(nameof(Types))]
    public void Every_member_of_a_carried_type_arrives(Type type)
    {
        var sent = CarriedTypes.Sample(type);
        var serializer = _services.GetRequiredService<Serializer>();
        AssertEqual(sent, serializer.Deserialize<object>(serializer.SerializeToArray<object>(sent)), type.Name);
    }

    [Theory, MemberData(nameof(Types))]
    public void A_carried_type_has_a_lasting_name_and_each_member_a_number_of_its_own(Type type)
    {
        Assert.NotNull(type.GetCustomAttribute<AliasAttribute>());
        var ids = CarriedTypes.MembersOf(type).Select(m => m.GetCustomAttribute<IdAttribute>()!.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.DoesNotContain(
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance),
            p => p.SetMethod is not null && p.GetCustomAttribute<IdAttribute>() is null);
    }

    [Fact]
    public void Every_method_of_a_grain_has_a_lasting_name() => Assert.All(
        typeof(IAuthSessionGrain).Assembly.GetTypes().Where(t => t.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(t)),
        grain =>
        {
            Assert.NotNull(grain.GetCustomAttribute<AliasAttribute>());
            Assert.All(grain.GetMethods(), m => Assert.NotNull(m.GetCustomAttribute<AliasAttribute>()));
        });

    [Fact]
    public void A_message_of_an_older_version_reads_and_what_it_lacks_is_empty()
    {
        var old = new OldContinue { StepSecret = new SecretText("secret"), RequestDigest = [1, 2, 3] };
        var read = Carry<OldContinue, ContinueSession>(old);
        Assert.Equal("secret", read.StepSecret!.Value);
        Assert.Equal(new byte[] { 1, 2, 3 }, read.RequestDigest);
        Assert.Null(read.CodeVerifier);
        Assert.Null(read.PresentationResponse);
    }

    [Fact]
    public void A_message_of_a_newer_version_reads_and_what_is_new_is_passed_over()
    {
        var read = Carry<NewerRedeem, RedeemCode>(new NewerRedeem { CodeSecret = new SecretText("code"), Added = [new PresentedCredentials { ClientId = "a" }] });
        Assert.Equal("code", read.CodeSecret.Value);
    }

    [Fact]
    public void A_reply_that_a_released_version_sent_reads_for_ever()
    {
        // Made by version 0.1.
        var reply = _services.GetRequiredService<Serializer<TokenReply>>().Deserialize(Convert.FromBase64String(Golden.TokenReply));
        Assert.Equal(("token", "Bearer", 600, "openid"), (reply.AccessToken!.Value, reply.TokenType, reply.ExpiresIn, reply.Scope));
    }

    [Fact]
    public void Failures_of_the_storage_arrive_as_what_they_are()
    {
        Assert.Equal("gone", Carried(new StorageUnavailableException("gone")).Message);
        Assert.Equal("unknown", Carried(new StorageOutcomeUnknownException("unknown")).Message);
        Assert.Equal("corrupt", Carried(new StorageCorruptException("corrupt")).Message);
        Assert.Equal("2", Carried(new InconsistentStateException("raced", "2", "1")).StoredEtag);
    }

    public void Dispose() => _services.Dispose();

    private T Carried<T>(T failure)
        where T : Exception
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return Assert.IsType<T>(serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(failure)));
    }

    private TRead Carry<TSent, TRead>(TSent sent) =>
        _services.GetRequiredService<Serializer<TRead>>().Deserialize(_services.GetRequiredService<Serializer<TSent>>().SerializeToArray(sent));

    private static void AssertEqual(object? expected, object? actual, string path)
    {
        if (expected is IEnumerable items and not string)
        {
            var (left, right) = (items.Cast<object>().ToArray(), Assert.IsAssignableFrom<IEnumerable>(actual).Cast<object>().ToArray());
            Assert.Equal(left.Length, right.Length);
            for (var i = 0; i < left.Length; i++)
            {
                AssertEqual(left[i], right[i], $"{path}[{i}]");
            }
        }
        else if (expected is not null && CarriedTypes.All.Contains(expected.GetType()) && !expected.GetType().IsEnum)
        {
            Assert.NotNull(actual);
            Assert.Equal(expected.GetType(), actual.GetType());
            foreach (var member in CarriedTypes.MembersOf(expected.GetType()))
            {
                AssertEqual(member.GetValue(expected), member.GetValue(actual), $"{path}.{member.Name}");
            }
        }
        else
        {
            Assert.True(Equals(expected, actual), $"{path}: {expected} was sent, {actual} arrived.");
        }
    }
}
