using System.CommandLine;
using Eudiplo.Load.Limits;

namespace Eudiplo.Load.Commands;

/// <summary>`bare-server`: the endpoint that `limits` measures, as a process of its own.</summary>
public static class BareServerCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(BareServer.CommandName, "The bare endpoint of `limits`; it ends when its input does.") { Hidden = true };
        command.SetAction((_, cancellation) => BareServer.RunAsync(cancellation));
        return command;
    }
}
