namespace Eudiplo.Load.Wallets;

/// <summary>The newest tokens of a grant that a wallet has.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token; empty when there is none.</param>
public sealed record HeldGrant(byte[] AccessToken, byte[] RefreshToken);
