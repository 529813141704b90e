namespace Eudiplo.Cluster.Tests.Orleans.Serialization;

/// <summary>Messages as released versions sent them. Never changed, only added to.</summary>
internal static class Golden
{
    /// <summary>A <c>TokenReply</c> with access token, type, lifetime and scope.</summary>
    public const string TokenReply = "IOjAASHoQAt0b2tlbuBBDUJlYXJlcgHCEkENb3BlbmlkwQHBAcEB4A==";
}
