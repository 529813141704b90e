using System.Text;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Unit.Tests.Wire;

public sealed class RequestParametersTests
{
    private static readonly HashSet<string> Assertion = new(StringComparer.Ordinal) { "client_assertion" };

    [Theory]
    [InlineData("a=1&b=2", "b=2&a=1", true)]
    [InlineData("a=1&b=2&client_assertion=x", "a=1&b=2&client_assertion=y", true)]
    [InlineData("a=1&b=2", "a=1&b=3", false)]
    [InlineData("a=1&b=2", "a=1", false)]
    [InlineData("a=1b&c=", "a=1&bc=", false)]
    [InlineData("ab=c", "a=bc", false)]
    [InlineData("a=", "a", true)]
    public void The_digest_is_that_of_names_and_values_that_count_in_whatever_order(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Digest(one).AsSpan().SequenceEqual(Digest(other)));

    private static byte[] Digest(string form) => FormBody.Read(Encoding.UTF8.GetBytes(form), ParameterLimits.Default).Parameters!.Digest(Assertion);
}
