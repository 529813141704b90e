using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Eudiplo.Load.Flows;
using Eudiplo.Load.Runs;
using Eudiplo.Load.Wallets;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Load.Commands;

/// <summary>The command line.</summary>
public static class LoadCommand
{
    /// <summary>The command with its options.</summary>
    public static RootCommand Create()
    {
        var url = new Option<Uri[]>("--url")
        {
            Description = "A gateway's base address. Several: each wallet's requests go to all of them in turn.",
            DefaultValueFactory = _ => [new Uri("http://127.0.0.1:8080")],
            CustomParser = ReadUrls,
            AllowMultipleArgumentsPerToken = true,
        };
        var wallets = Positive("--wallets", "How many wallets at most run a flow at the same time.", 64);
        var duration = Positive("--duration", "Seconds to measure.", 30);
        var warmUp = Checked(
            new Option<int>("--warm-up") { Description = "Seconds to run before measuring.", DefaultValueFactory = _ => 5 }, seconds => seconds >= 0, "is 0 or more");
        var flow = new Option<string>("--flow")
        {
            Description = string.Join(" ", FlowCatalog.All.Select(each => $"{each.Name}: {each.Description}")),
            DefaultValueFactory = _ => "web",
        };
        flow.AcceptOnlyFromAmong([.. FlowCatalog.All.Select(each => each.Name)]);
        var dialect = new Option<string>("--dialect")
        {
            Description = "The form of the interactive authorization that wallets speak: bare, urn or first-party.",
            DefaultValueFactory = _ => "bare",
        };
        dialect.AcceptOnlyFromAmong([.. WireDialects.All.Select(each => each.Name)]);
        var dpop = new Option<bool>("--dpop")
        {
            Description = "Every wallet has a key and signs a DPoP proof for each of its requests. Replies that ask for a nonce are counted apart.",
        };
        var clientKey = new Option<EcKey?>("--client-key")
        {
            Description = "A file with a private JWK (P-256): the wallets authenticate with private_key_jwt. Name their client with --client-id.",
            CustomParser = ReadKey,
        };
        var grants = Positive("--grants", "How many grants each wallet works on, in the flows introspect, refresh and grants.", 4);
        var tenants = Positive("--tenants", "How many tenants: the first is demo, the others follow the pattern.", 1);
        var pattern = new Option<string>("--tenant-pattern")
        {
            Description = "Names of the second and further tenants; {n} is the number. Without {n}: the name of all.",
            DefaultValueFactory = _ => "demo-{n}",
        };
        var rate = Checked(
            new Option<double?>("--rate") { Description = "Open loop: start so many flows per second, come what may; latency counts from intended start." },
            perSecond => perSecond is null or (> 0 and <= 1_000_000),
            "is more than 0 and at most 1,000,000 flows per second");
        var timeout = Positive("--timeout", "Seconds to wait for a reply.", 10);
        var budget = Checked(
            new Option<double>("--error-budget") { Description = "The share of failed flows that is still fine, 0 to 1.", DefaultValueFactory = _ => 0.001 },
            share => share is >= 0 and <= 1,
            "is a share, from 0 to 1");
        var server = new Option<int[]>("--server-pid")
        {
            Description = "A process of the server; its processor time and that of its descendants is reported. Several are summed.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var database = new Option<int[]>("--database-pid")
        {
            Description = "A process of the database, for example PostgreSQL's postmaster; reported as the server's are, and apart from them.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var adminKey = new Option<string?>("--admin-key-file")
        {
            Description = "A file with the server's admin key. With it, tenants that are missing are made as copies of the demo tenant, and offers can be.",
        };
        var material = new Option<string?>("--demo-directory")
        {
            Description = "Where the gateway put the keys of its demo tenant. When not given: data/demo or gateway/data/demo.",
        };
        var client = new Option<string>("--client-id")
        {
            Description = "The wallets' client_id.",
            DefaultValueFactory = _ => "load-wallet",
        };
        var report = Checked(
            new Option<string?>("--report") { Description = "Where to write the HTML report." },
            path => path is null || (!Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))),
            "is a file in a directory that exists");
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object instead of tables." };
        var root = new RootCommand("Runs wallets against Eudiplo, with real signatures, and measures.")
        {
            url, wallets, duration, warmUp, flow, dialect, dpop, grants, tenants, pattern, rate, timeout, budget, server, database, adminKey,
            material, client, clientKey, report, json,
        };
        root.SetAction((parsed, cancellation) => LoadRun.ExecuteAsync(
            new LoadOptions
            {
                Urls = parsed.GetRequiredValue(url),
                Wallets = parsed.GetValue(wallets),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(duration)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                Flow = FlowCatalog.Find(parsed.GetRequiredValue(flow))!,
                Dialect = WireDialects.Named(parsed.GetRequiredValue(dialect)),
                Wallet = new WalletSettings
                {
                    Dpop = parsed.GetValue(dpop),
                    ClientKey = parsed.GetValue(clientKey),
                    Grants = parsed.GetValue(grants),
                },
                Tenants = [.. Enumerable.Range(1, parsed.GetValue(tenants)).Select(n => TenantName(parsed.GetRequiredValue(pattern), n))],
                Rate = parsed.GetValue(rate),
                Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                ErrorBudget = parsed.GetValue(budget),
                ServerProcesses = parsed.GetValue(server) ?? [],
                DatabaseProcesses = parsed.GetValue(database) ?? [],
                AdminKeyFile = parsed.GetValue(adminKey),
                DemoDirectory = parsed.GetValue(material) ?? FindDemoDirectory(),
                ClientId = parsed.GetRequiredValue(client),
                Report = parsed.GetValue(report),
                Json = parsed.GetValue(json),
            },
            cancellation));
        root.Subcommands.Add(LimitsCommand.Create());
        root.Subcommands.Add(BareServerCommand.Create());
        return root;
    }

    private static string FindDemoDirectory()
    {
        string[] candidates = ["data/demo", "gateway/data/demo"];
        return candidates.FirstOrDefault(Directory.Exists) ?? candidates[0];
    }

    private static string TenantName(string pattern, int number)
    {
        if (!pattern.Contains("{n}"))
        {
            return pattern;
        }

        return number == 1 && pattern == "demo-{n}" ? "demo" : pattern.Replace("{n}", number.ToString(CultureInfo.InvariantCulture));
    }

    internal static Option<int> Positive(string name, string description, int value) => Checked(
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => value }, number => number >= 1, "is at least 1");

    private static Option<T> Checked<T>(Option<T> option, Func<T?, bool> isUsable, string rule)
    {
        option.Validators.Add(result =>
        {
            if (!isUsable(result.GetValueOrDefault<T>()))
            {
                result.AddError($"{option.Name} {rule}.");
            }
        });
        return option;
    }

    private static EcKey? ReadKey(ArgumentResult result)
    {
        var file = result.Tokens[0].Value;
        try
        {
            return EcKey.FromPrivateJwk(File.ReadAllText(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            result.AddError($"--client-key cannot be read: {error.Message}");
        }
        catch (Exception)
        {
            result.AddError($"--client-key is not a private JWK of P-256: '{file}'.");
        }

        return null;
    }

    private static Uri[]? ReadUrls(ArgumentResult result)
    {
        var urls = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (!Uri.TryCreate(token.Value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                result.AddError($"--url is not an http or https address: '{token.Value}'.");
                return null;
            }

            urls.Add(url);
        }

        return [.. urls];
    }
}
