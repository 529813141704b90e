using System.Net;
using Eudiplo.Grains.Http;

namespace Eudiplo.Unit.Tests.Http;

/// <summary>Answers each look-up with the next of the given answers; the last one stays.</summary>
internal sealed class ScriptedResolver(params string[][] answers) : IHostResolver
{
    private int _lookUps;

    public int LookUps => Volatile.Read(ref _lookUps);

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var answer = answers[Math.Min(Interlocked.Increment(ref _lookUps), answers.Length) - 1];
        return new ValueTask<IReadOnlyList<IPAddress>>([.. answer.Select(IPAddress.Parse)]);
    }
}
