using BenchmarkDotNet.Running;
using Eudiplo.Bench;

if (args is ["memory", var sessions])
{
    await SessionMemory.RunAsync(int.Parse(sessions, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(SessionMemory).Assembly).Run(args);
