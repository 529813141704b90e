using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Gateway.Tokens;

/// <summary>A grant type of the token endpoint (RFC 6749, section 4): finds the grain that has the rules of its requests.</summary>
internal interface ITokenGrantType
{
    /// <summary>The value of <c>grant_type</c>.</summary>
    string Name { get; }

    /// <summary>Answers a request.</summary>
    Task<TokenReply> AnswerAsync(TokenRequest request);
}
