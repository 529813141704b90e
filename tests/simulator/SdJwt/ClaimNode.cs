using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>A value of a credential as its holder sees it: every disclosure put back in its place, remembering which it was.</summary>
public sealed class ClaimNode
{
    private ClaimNode(ClaimNode? parent, Disclosure? disclosure)
    {
        Parent = parent;
        Disclosure = disclosure;
    }

    /// <summary>The value that this one lies in.</summary>
    public ClaimNode? Parent { get; }

    /// <summary>What has to be sent to reveal this value; null where the issuer left it in the open.</summary>
    public Disclosure? Disclosure { get; }

    /// <summary>The members, for an object.</summary>
    public Dictionary<string, ClaimNode>? Members { get; private set; }

    /// <summary>The elements, for an array.</summary>
    public List<ClaimNode>? Elements { get; private set; }

    /// <summary>The value itself, for anything else.</summary>
    public JsonNode? Scalar { get; private set; }

    /// <summary>Puts the disclosures of a credential into the payload that the issuer signed.</summary>
    public static ClaimNode Build(JsonObject payload, IReadOnlyList<Disclosure> disclosures, HashAlgorithmName hash)
    {
        var byDigest = disclosures.ToDictionary(disclosure => disclosure.Digest(hash));
        return Build(payload, null, null, byDigest);
    }

    /// <summary>The value as plain JSON, without digests.</summary>
    public JsonNode? ToJson()
    {
        if (Members is not null)
        {
            return new JsonObject(Members.Select(member => KeyValuePair.Create(member.Key, member.Value.ToJson())));
        }

        return Elements is not null ? new JsonArray([.. Elements.Select(element => element.ToJson())]) : Scalar?.DeepClone();
    }

    /// <summary>Collects the disclosures that reveal this value: its own, those of what it lies in, and those of all inside it.</summary>
    public void CollectDisclosures(ISet<Disclosure> into)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            if (node.Disclosure is not null)
            {
                into.Add(node.Disclosure);
            }
        }

        CollectInside(into);
    }

    private void CollectInside(ISet<Disclosure> into)
    {
        if (Disclosure is not null)
        {
            into.Add(Disclosure);
        }

        foreach (var child in Members?.Values ?? (IEnumerable<ClaimNode>?)Elements ?? [])
        {
            child.CollectInside(into);
        }
    }

    private static ClaimNode Build(JsonNode? value, ClaimNode? parent, Disclosure? disclosure, Dictionary<string, Disclosure> byDigest)
    {
        var node = new ClaimNode(parent, disclosure);
        switch (value)
        {
            case JsonObject json:
                node.Members = [];
                foreach (var (name, member) in json)
                {
                    if (name is not ("_sd" or "_sd_alg"))
                    {
                        node.Members[name] = Build(member, node, null, byDigest);
                    }
                }

                foreach (var digest in json["_sd"] as JsonArray ?? [])
                {
                    // A digest without a disclosure is a decoy.
                    if (byDigest.TryGetValue((string)digest!, out var concealed) && concealed.Name is not null)
                    {
                        node.Members[concealed.Name] = Build(concealed.Value, node, concealed, byDigest);
                    }
                }

                break;
            case JsonArray array:
                node.Elements = [];
                foreach (var element in array)
                {
                    if (element is JsonObject { Count: 1 } only && only["..."] is JsonValue digest)
                    {
                        if (byDigest.TryGetValue((string)digest!, out var concealed))
                        {
                            node.Elements.Add(Build(concealed.Value, node, concealed, byDigest));
                        }
                    }
                    else
                    {
                        node.Elements.Add(Build(element, node, null, byDigest));
                    }
                }

                break;
            default:
                node.Scalar = value?.DeepClone();
                break;
        }

        return node;
    }
}
