using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Orleans.Storage;

namespace Eudiplo.Grains.Credentials;

/// <summary>Takes indices of status lists.</summary>
public sealed class StatusIndices(IGrainFactory grains)
{
    /// <summary>Takes indices of a list; null when so many are not left.</summary>
    public async Task<IReadOnlyList<int>?> TakeAsync(string tenantId, string uri, int size, int count)
    {
        var name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(uri)).AsSpan(0, 16), bigEndian: true);
        var grain = grains.GetGrain<IStatusIndexGrain>(new GrainKey(tenantId, name).ToString());
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await grain.TakeAsync(size, count);
            }
            catch (InconsistentStateException) when (tried < 16)
            {
                // Another process took some; the next try goes on after them.
            }
        }
    }
}
