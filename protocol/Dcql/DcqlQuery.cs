using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Dcql;

/// <summary>
/// A query of the Digital Credentials Query Language (OpenID4VP 1.0 section 6), validated: every reference in it is resolved and
/// everything that it asks for can be verified here.
/// </summary>
public sealed class DcqlQuery
{
    internal DcqlQuery(string json, IReadOnlyList<CredentialQuery> credentials, IReadOnlyList<CredentialSetQuery> sets, IReadOnlyList<string> unknown)
    {
        Json = json;
        Credentials = credentials;
        CredentialSets = sets;
        UnknownMembers = unknown;
    }

    /// <summary>The text that was parsed, to be sent to wallets as it is.</summary>
    public string Json { get; }

    /// <summary><c>credentials</c>.</summary>
    public IReadOnlyList<CredentialQuery> Credentials { get; }

    /// <summary><c>credential_sets</c>. Empty: every credential is required.</summary>
    public IReadOnlyList<CredentialSetQuery> CredentialSets { get; }

    /// <summary>
    /// Paths of members that the specification does not define. They are ignored, as section 6 demands; in a configuration they are
    /// often spelling mistakes.
    /// </summary>
    public IReadOnlyList<string> UnknownMembers { get; }

    /// <summary>Reads and validates a query; false, with every fault found, when it is not valid or asks for what is not supported.</summary>
    /// <param name="json">The query as JSON text.</param>
    /// <param name="query">The query.</param>
    /// <param name="errors">The faults; empty when the query is valid.</param>
    public static bool TryParse(string? json, [NotNullWhen(true)] out DcqlQuery? query, out IReadOnlyList<DcqlError> errors) =>
        DcqlReader.TryRead(json, out query, out errors);

    /// <summary>The credential query with this id, or null.</summary>
    public CredentialQuery? Find(string id)
    {
        foreach (var credential in Credentials)
        {
            if (credential.Id == id)
            {
                return credential;
            }
        }

        return null;
    }
}
