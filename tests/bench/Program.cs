using BenchmarkDotNet.Running;
using Eudiplo.Bench;

if (args is ["memory", var sessions])
{
    await SessionMemory.RunAsync(int.Parse(sessions, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["revoke", var grants, .. var database])
{
    await BulkRevocation.RunAsync(
        int.Parse(grants, System.Globalization.CultureInfo.InvariantCulture), database is [var provider, ..] ? provider : "Sqlite", database is [_, var connection] ? connection : null);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(SessionMemory).Assembly).Run(args);
