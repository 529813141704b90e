using Eudiplo.WalletSimulator.Dcql;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>A credential of any format in a wallet.</summary>
public interface IHeldCredential
{
    /// <summary>The credential format as DCQL names it.</summary>
    string Format { get; }

    /// <summary>The type as `meta` of a query names it: `vct` or document type.</summary>
    string? Type { get; }

    /// <summary>Whether the credential has the claim, with one of the wanted values where the query names some.</summary>
    bool Satisfies(ClaimQuery claim);

    /// <summary>Makes the presentation that goes into `vp_token`.</summary>
    /// <param name="claims">What to reveal.</param>
    /// <param name="context">What to bind it to.</param>
    string Present(IReadOnlyList<ClaimQuery> claims, PresentationContext context);
}
