using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Presentations;

/// <summary>The outcome of verifying one presentation: a credential or a failure.</summary>
public sealed record CredentialVerification
{
    private CredentialVerification(VerifiedCredential? credential, VerificationFailure? failure) =>
        (Credential, Failure) = (credential, failure);

    /// <summary>The credential, when it was verified.</summary>
    public VerifiedCredential? Credential { get; }

    /// <summary>The failure, when it was refused.</summary>
    public VerificationFailure? Failure { get; }

    /// <summary>Whether it was verified.</summary>
    [MemberNotNullWhen(true, nameof(Credential))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsVerified => Credential is not null;

    /// <summary>A verified credential.</summary>
    public static implicit operator CredentialVerification(VerifiedCredential credential) => new(credential, null);

    /// <summary>A refused presentation.</summary>
    public static implicit operator CredentialVerification(VerificationFailure failure) => new(null, failure);
}
