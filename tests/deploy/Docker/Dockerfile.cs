using System.Text.RegularExpressions;

namespace Eudiplo.Deploy.Tests.Docker;

/// <summary>The instructions of a Dockerfile, by stage. Build arguments are put in where they are used.</summary>
internal sealed partial class Dockerfile
{
    private static readonly string[] Known =
    [
        "FROM", "ARG", "ENV", "RUN", "COPY", "WORKDIR", "USER", "EXPOSE", "VOLUME", "ENTRYPOINT", "CMD", "LABEL", "ADD", "HEALTHCHECK", "SHELL",
        "STOPSIGNAL", "ONBUILD",
    ];

    private Dockerfile(IReadOnlyList<Stage> stages) => Stages = stages;

    /// <summary>The stages in their order.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Reads a Dockerfile.</summary>
    /// <exception cref="FormatException">A line is no instruction, or stands before the first <c>FROM</c>.</exception>
    public static Dockerfile Parse(string text)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        var stages = new List<Stage>();
        foreach (var instruction in Lines(text))
        {
            if (instruction.Name == "FROM")
            {
                var match = FromForm().Match(instruction.Rest);
                stages.Add(match.Success
                    ? new Stage(match.Groups["name"].Value, Expand(match.Groups["image"].Value, arguments))
                    : throw new FormatException($"FROM {instruction.Rest}"));
            }
            else if (stages.Count == 0)
            {
                var pair = instruction.Rest.Split('=', 2);
                arguments[pair[0]] = instruction.Name == "ARG" ? pair.ElementAtOrDefault(1) ?? "" : throw new FormatException($"{instruction.Name} before FROM");
            }
            else
            {
                stages[^1].Instructions.Add(instruction);
            }
        }

        return new Dockerfile(stages);
    }

    /// <summary>A stage and, first, the stages that it is built upon.</summary>
    public IReadOnlyList<Stage> Lineage(string name)
    {
        var stage = Stages.Single(s => s.Name == name);
        return Stages.Any(s => s.Name == stage.Image) ? [.. Lineage(stage.Image), stage] : [stage];
    }

    private static IEnumerable<Instruction> Lines(string text)
    {
        var joined = ContinuedLine().Replace(string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'))), " ");
        foreach (var line in joined.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            yield return parts.Length == 2 && Known.Contains(parts[0])
                ? new Instruction(parts[0], parts[1])
                : throw new FormatException($"'{line}' is no instruction of a Dockerfile.");
        }
    }

    private static string Expand(string text, Dictionary<string, string> arguments) =>
        VariableForm().Replace(text, match => arguments[match.Groups[1].Value]);

    [GeneratedRegex(@"^(?:--platform=\S+\s+)?(?<image>\S+)\s+AS\s+(?<name>\S+)$")]
    private static partial Regex FromForm();

    [GeneratedRegex(@"\\[ \t]*\n\s*")]
    private static partial Regex ContinuedLine();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex VariableForm();

    /// <summary>A stage.</summary>
    internal sealed record Stage(string Name, string Image)
    {
        /// <summary>What follows its FROM.</summary>
        public List<Instruction> Instructions { get; } = [];

        /// <summary>The rest of each instruction of this name.</summary>
        public IEnumerable<string> Of(string name) => Instructions.Where(i => i.Name == name).Select(i => i.Rest);
    }

    /// <summary>One instruction.</summary>
    internal sealed record Instruction(string Name, string Rest);
}
