using System.Diagnostics;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.Hostile;

/// <summary>
/// Inputs made to be slow. Four times the size may take four times as long; a square would take sixteen times, every time, and a busy
/// machine makes noise only now and then: so one of several comparisons must stay below the middle.
/// </summary>
[Collection(TimedAlone.Name)]
public class LinearTimeTests
{
    private static readonly SdJwtLimits Wide = SdJwtLimits.Default with { MaxDisclosures = int.MaxValue, MaxLength = int.MaxValue, Jws = JwsLimits.Default with { MaxLength = int.MaxValue } };

    public static TheoryData<string, Func<int, string>> Texts => new()
    {
        { "many members", size => $"{{{string.Join(',', Enumerable.Range(0, size / 8).Select(at => $"\"m{at}\":1"))}}}" },
        { "many escapes", size => $"\"{string.Concat(Enumerable.Repeat("\\ud83d\\ude00", size / 12))}\"" },
        { "many backslashes", size => $"\"{new string('\\', size / 2 * 2)}\"" },
        { "many brackets", size => new string('[', size) },
        { "many members of one name", size => $"{{{string.Join(',', Enumerable.Repeat("\"a\":1", size / 6))}}}" },
        { "a long number", size => new string('9', size) },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void JSON_is_read_in_linear_time(string kind, Func<int, string> make) => AssertLinear(kind, make, text => StrictJson.TryParse(text, out _));

    [Fact]
    public void Digests_are_looked_up_in_linear_time() => AssertLinear(
        "many decoys",
        size => $$"""{"_sd":[{{string.Join(',', Enumerable.Range(0, size / 50).Select(at => $"\"digest-{at,35}\""))}}],"l":[{{string.Join(',', Enumerable.Range(0, size / 50).Select(at => $$"""{"...":"{{at,35}}"}"""))}}]}""",
        text =>
        {
            Assert.True(StrictJson.TryParse(text, out var payload));
            Assert.NotNull(DisclosureProcessor.Process(payload, [], Wide, out _));
        });

    [Fact]
    public void Disclosures_are_put_in_their_places_in_linear_time() => AssertLinear(
        "many disclosures",
        size =>
        {
            using var key = new TestKey();
            var credential = new TestCredential(key, key);
            for (var at = 0; at < size / 200; at++)
            {
                credential.Payload[$"open{at}"] = at;
                credential.WithClaim($"claim{at}", "[1,2,{\"x\":\"y\"}]");
            }

            return credential.WithoutBinding();
        },
        text =>
        {
            var presentation = SdJwtPresentation.Parse(text, Wide, out _)!;
            Assert.True(presentation.IssuerJwt.TryReadClaims(out var payload));
            Assert.NotNull(DisclosureProcessor.Process(payload, presentation.Disclosures, Wide, out _));
        });

    [Fact]
    public void Tildes_are_split_in_linear_time() => AssertLinear(
        "many disclosures", size => $"a.b.c{string.Concat(Enumerable.Repeat("~A", size / 2))}~", text => SdJwtPresentation.Parse(text, Wide, out _));

    [Fact]
    public void Queries_are_read_in_linear_time() => AssertLinear(
        "many faults",
        size => $$"""{"credentials":[{{string.Join(',', Enumerable.Repeat("{}", size / 3))}}]}""",
        text => DcqlQuery.TryParse(text, out _, out _));

    [Fact]
    public void Responses_are_read_in_linear_time() => AssertLinear(
        "many members",
        size => $$"""{"error":"e"{{string.Concat(Enumerable.Range(0, size / 10).Select(at => $",\"m{at}\":1"))}}}""",
        text => OpenId4VpResponse.Parse(text));

    private static void AssertLinear(string kind, Func<int, string> make, Action<string> read)
    {
        const int Small = 50_000;
        var (small, large) = (make(Small), make(4 * Small));
        read(make(1000));
        var ratios = new List<double>();
        do
        {
            ratios.Add(Best(large) / Math.Max(Best(small), 0.02));
        }
        while (ratios[^1] > 9 && ratios.Count < 20);

        Assert.True(ratios[^1] <= 9, $"{kind}: four times the size took {string.Join(", ", ratios.Select(one => (int)one))} times as long");

        double Best(string text) => Enumerable.Range(0, 4).Min(_ => Measure(text));

        double Measure(string text)
        {
            var start = Stopwatch.GetTimestamp();
            read(text);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
