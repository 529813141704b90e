using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Unit.Tests.Dialects;

public sealed class DialectTypesTests
{
    [Theory]
    [InlineData("openid4vp_presentation,redirect_to_web", "bare")]
    [InlineData("redirect_to_web", "bare")]
    [InlineData("urn:openid:dcp:iae:redirect_to_web", "urn")]
    [InlineData("urn:example:own , urn:openid:dcp:iae:openid4vp_presentation", "urn")]
    [InlineData("urn:openid:dcp:ia:auth_via_web", "first-party")]
    [InlineData("openid4vp_presentation,urn:openid:dcp:ia:auth_via_web", "bare")]
    [InlineData("urn:openid:dcp:ia:auth_via_web,urn:openid:dcp:iae:redirect_to_web", "urn")]
    [InlineData("[\"urn:openid:dcp:iae:redirect_to_web\"]", "urn")]
    [InlineData("urn:example:own", "bare")]
    [InlineData(",", "bare")]
    [InlineData("", "bare")]
    [InlineData(null, "bare")]
    public void The_dialect_of_a_request_is_that_of_its_interaction_types(string? types, string expected)
    {
        var found = DialectTypes.Detect(types);

        Assert.Equal(expected, found == DialectTypes.Bare ? "bare" : found == DialectTypes.Urn ? "urn" : "first-party");
    }

    [Fact]
    public void Types_of_other_dialects_are_left_out_and_custom_ones_stay()
    {
        const string Everything = "openid4vp_presentation,urn:openid:dcp:iae:redirect_to_web,urn:openid:dcp:ia:openid4vp_presentation,urn:example:own";

        Assert.Equal("openid4vp_presentation,urn:example:own", DialectTypes.Bare.ListToBare(Everything));
        Assert.Equal("redirect_to_web,urn:example:own", DialectTypes.Urn.ListToBare(Everything));
        Assert.Equal("openid4vp_presentation,urn:example:own", DialectTypes.FirstParty.ListToBare(Everything));
        Assert.DoesNotContain("redirect_to_web", DialectTypes.FirstParty.ListToBare("redirect_to_web"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_comes_back_from_each_spelling()
    {
        foreach (var dialect in new[] { DialectTypes.Bare, DialectTypes.Urn, DialectTypes.FirstParty })
        {
            foreach (var type in new[] { InteractionTypes.Presentation, InteractionTypes.Web, "urn:example:own" })
            {
                Assert.Equal(type, dialect.ToBare(dialect.ToWire(type)));
            }
        }
    }
}
