using System.Diagnostics;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Unit.Tests.Hostile;

/// <summary>
/// Inputs made to be slow. Four times the size may take four times as long; the tests allow sixteen less a little, which a square
/// exceeds at the larger sizes and a busy machine does not.
/// </summary>
public class LinearTimeTests
{
    private static readonly SdJwtLimits Wide = SdJwtLimits.Default with { MaxDisclosures = int.MaxValue, MaxLength = int.MaxValue };

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
        var ratio = Enumerable.Range(0, 3).Min(_ => Measure(large) / Math.Max(Measure(small), 0.05));

        Assert.True(ratio < 14, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}: four times the size took {ratio:0.0} times as long"));

        double Measure(string text)
        {
            var start = Stopwatch.GetTimestamp();
            read(text);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
