using Eudiplo.WalletSimulator.Flows;
using Spectre.Console;

namespace Eudiplo.Wallet;

/// <summary>Steps for people to read.</summary>
public sealed class ConsoleOutput : IWalletOutput
{
    private readonly IAnsiConsole _console = CreateConsole();
    private int _number;

    /// <inheritdoc/>
    public void Step(FlowStep step)
    {
        var mark = step.Succeeded ? "[green]✓[/]" : "[red]✗[/]";
        _console.MarkupLineInterpolated($"[bold]{++_number}[/] [bold]{step.Summary}[/] [grey]{step.Elapsed.TotalMilliseconds:0.0} ms[/]");
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn();
        foreach (var (name, value) in step.Details)
        {
            var shown = name == "reply" ? new Markup($"{mark} {Markup.Escape(value)}") : new Markup(Markup.Escape(value));
            table.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), shown);
        }

        _console.Write(table);
    }

    /// <inheritdoc/>
    public void End(FlowOutcome outcome, TimeSpan elapsed)
    {
        if (outcome.Succeeded)
        {
            _console.MarkupLineInterpolated($"[green bold]Done[/] in {elapsed.TotalMilliseconds:0} ms: {(outcome.Credential is null ? "the wallet has its access token; this server makes no such credential." : "the wallet has its credential.")}");
        }
        else
        {
            _console.MarkupLineInterpolated($"[red bold]Failed[/] after {elapsed.TotalMilliseconds:0} ms: {outcome.Failure}");
        }
    }

    private static IAnsiConsole CreateConsole()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        // Into a file or a pipe: no colours, and lines as long as they are.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 10_000;
        return console;
    }
}
