using System.CommandLine;
using Eudiplo.Load.Commands;
using Eudiplo.Load.Flows;

namespace Eudiplo.Unit.Tests.Docs;

/// <summary>The page about the load tool names what the tool has.</summary>
public sealed class LoadPageTests
{
    private static readonly string Page = DocPage.Read("load.md");

    [Fact]
    public void Every_flow_is_described_on_the_page_of_the_load_tool() =>
        Assert.Empty(FlowCatalog.All.Where(flow => !Page.Contains($"`{flow.Name}`", StringComparison.Ordinal)).Select(flow => flow.Name));

    [Fact]
    public void Every_option_that_the_page_names_is_one_of_the_tool()
    {
        var root = LoadCommand.Create();
        var known = root.Options.Concat(root.Subcommands.SelectMany(command => command.Options)).Select(option => option.Name)
            .Append("--project").ToHashSet();
        var named = System.Text.RegularExpressions.Regex.Matches(Page, @"--[a-z][a-z-]+").Select(match => match.Value).Distinct();

        Assert.DoesNotContain(named, name => !known.Contains(name));
    }

    [Theory]
    [InlineData("--flow=grants --dpop --dialect=urn --grants=2 --url http://a http://b --server-pid 1 2 --database-pid 3 --tenants 3", true)]
    [InlineData("limits --only sqlite signatures --rows 16 --json", true)]
    [InlineData("--flow=none", false)]
    [InlineData("--dialect=none", false)]
    [InlineData("--grants=0", false)]
    [InlineData("--rate=0.5 --error-budget=1 --warm-up=0", true)]
    [InlineData("--rate=0", false)]
    [InlineData("--rate=-1", false)]
    [InlineData("--rate=NaN", false)]
    [InlineData("--error-budget=1.1", false)]
    [InlineData("--warm-up=-1", false)]
    [InlineData("--client-key=no-such-file", false)]
    [InlineData("--client-key=Eudiplo.Load.dll", false)]
    [InlineData("--report=no-such-directory/report.html", false)]
    [InlineData("--url=127.0.0.1:8080", false)]
    [InlineData("limits --only memory", false)]
    public void A_command_line_is_taken_or_refused(string line, bool taken) =>
        Assert.Equal(taken, LoadCommand.Create().Parse(line).Errors.Count == 0);
}
