namespace Eudiplo.Grains.Http;

/// <summary>Carries a refusal out of the making of a connection, where the framework knows no other way.</summary>
internal sealed class OutboundRefusedException(OutboundFailure failure) : Exception(failure.ToString())
{
    /// <summary>The refusal.</summary>
    public OutboundFailure Failure { get; } = failure;
}
