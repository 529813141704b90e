using Spectre.Console;

namespace Eudiplo.Load.Reports;

/// <summary>Consoles for terminals and for files.</summary>
public static class ConsoleFactory
{
    /// <summary>A console on a writer; without colours and line breaks when the writer is a file or a pipe.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (redirected)
        {
            settings.Ansi = AnsiSupport.No;
            settings.ColorSystem = ColorSystemSupport.NoColors;
            settings.Interactive = InteractionSupport.No;
        }

        var console = AnsiConsole.Create(settings);
        if (redirected)
        {
            console.Profile.Width = 160;
        }

        return console;
    }
}
