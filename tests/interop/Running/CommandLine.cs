using System.ComponentModel;
using System.Diagnostics;

namespace Eudiplo.Interop.Tests.Running;

/// <summary>Programs of others, run to their end.</summary>
internal static class CommandLine
{
    /// <summary>Runs a program; null when the machine does not have it. One that takes too long is ended, and ended with -1.</summary>
    public static async Task<CommandResult?> RunAsync(string program, IEnumerable<string> arguments, string directory, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var started = process!;
        started.StandardInput.Close();
        var output = started.StandardOutput.ReadToEndAsync();
        var error = started.StandardError.ReadToEndAsync();
        using var time = new CancellationTokenSource(limit);
        try
        {
            await started.WaitForExitAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            started.Kill(entireProcessTree: true);
            await started.WaitForExitAsync(CancellationToken.None);
            return new CommandResult(-1, await output, await error);
        }

        return new CommandResult(started.ExitCode, await output, await error);
    }
}
