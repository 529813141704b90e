using Eudiplo.Protocol.StatusList;
using Eudiplo.Unit.Tests.Cbor;
using Eudiplo.Unit.Tests.Hostile;

namespace Eudiplo.Unit.Tests.StatusList;

/// <summary>Ten thousand generated inputs; EUDIPLO_FUZZ_RUNS=1000000 for the long run.</summary>
public sealed class StatusListHostileTests : IDisposable
{
    private readonly TestStatusList _test = new();

    public void Dispose() => _test.Dispose();

    private StatusListError OfJwt(string jwt)
    {
        StatusListToken? list = StatusListJwt.Verify(
            jwt, TestStatusList.Uri, _test.Trust, TestStatusList.Now, default, StatusListLimits.Default, out StatusListError error);
        Assert.Equal(list is null, error != StatusListError.None);
        list?.At(0);
        list?.FreshUntil(TestStatusList.Now, TimeSpan.FromMinutes(1));
        return error;
    }

    [Fact]
    public void No_changed_token_throws()
    {
        string jwt = _test.Jwt();
        byte[] cwt = _test.Cwt();
        OctetMutator.Run(octets =>
        {
            string changed = new Mutator(octets.Next(int.MaxValue)).Text(jwt);
            Assert.True(changed == jwt || OfJwt(changed) != StatusListError.None);
            StatusListCwt.Verify(
                octets.Octets(cwt), TestStatusList.Uri, _test.Trust, TestStatusList.Now, default, StatusListLimits.Default, out _);
        });
    }

    [Fact]
    public void No_list_that_a_trusted_key_signs_throws()
    {
        string claims = _test.Claims.ToJsonString();
        string header = _test.Header.ToJsonString();
        OctetMutator.Run(
            octets => OfJwt(_test.Key.Sign(header, new Mutator(octets.Next(int.MaxValue)).Json(claims))),
            OctetMutator.Runs / 5);
    }

    [Fact]
    public void No_compressed_octets_throw()
    {
        byte[] compressed = TestStatusList.Compress([.. Enumerable.Range(0, 500).Select(at => (byte)(at * at))]);
        OctetMutator.Run(
            octets =>
            {
                _test.Claims["status_list"]!["lst"] = SdJwt.TestKey.Text(octets.Octets(compressed));
                OfJwt(_test.Jwt());
            },
            OctetMutator.Runs / 5);
    }
}
