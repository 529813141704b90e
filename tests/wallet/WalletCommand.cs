using System.CommandLine;
using System.CommandLine.Parsing;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Wallet;

/// <summary>The command line.</summary>
public static class WalletCommand
{
    /// <summary>The command with its options.</summary>
    public static RootCommand Create()
    {
        var configuration = new Argument<string>("credential-configuration")
        {
            Description = "What to ask for, for example citizen-credential, licence-credential, encrypted-credential, "
                + "organization-credential, web-credential, guide-credential.",
        };
        var url = new Option<Uri>("--url")
        {
            Description = "The gateway's base address.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
            CustomParser = ReadUrl,
        };
        var tenant = new Option<string>("--tenant") { Description = "The tenant.", DefaultValueFactory = _ => "demo" };
        var client = new Option<string>("--client-id")
        {
            Description = "The wallet's client_id.",
            DefaultValueFactory = _ => "wallet-simulator",
        };
        var redirect = new Option<string>("--redirect-uri")
        {
            Description = "The wallet's redirect_uri.",
            DefaultValueFactory = _ => "https://wallet.example/cb",
        };
        var material = new Option<string?>("--demo-directory")
        {
            Description = "Where the gateway put the keys of its demo tenant. When not given: data/demo or gateway/data/demo.",
        };
        var completion = new Option<WebCompletion>("--completion")
        {
            Description = "Who ends web steps: the tenant's backend (service), nobody (verifier), or the backend where it may (auto).",
            DefaultValueFactory = _ => WebCompletion.Auto,
        };
        var dialect = new Option<string>("--dialect") { Description = "Names on the wire.", DefaultValueFactory = _ => "bare" };
        dialect.AcceptOnlyFromAmong([.. WireDialects.All.Select(each => each.Name)]);
        var dpop = new Option<bool>("--dpop") { Description = "Bind the session and the token to a key (DPoP)." };
        var jsonBody = new Option<bool>("--json-body") { Description = "Send JSON to the endpoint instead of a form." };
        var encrypt = new Option<bool>("--encrypt") { Description = "Encrypt the credential request and its response." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var root = new RootCommand("A wallet that gets a credential from Eudiplo, by an authorization code and a token, with real keys, a real PID and a real driving licence.")
        {
            configuration, url, tenant, client, redirect, material, completion, dialect, dpop, jsonBody, encrypt, json,
        };
        root.SetAction((parsed, cancellation) => new WalletRun
        {
            CredentialConfiguration = parsed.GetRequiredValue(configuration),
            Url = parsed.GetRequiredValue(url),
            Tenant = parsed.GetRequiredValue(tenant),
            ClientId = parsed.GetRequiredValue(client),
            RedirectUri = parsed.GetRequiredValue(redirect),
            DemoDirectory = parsed.GetValue(material),
            Completion = parsed.GetValue(completion),
            Dialect = parsed.GetRequiredValue(dialect),
            Dpop = parsed.GetValue(dpop),
            EncryptsCredential = parsed.GetValue(encrypt),
            JsonBody = parsed.GetValue(jsonBody),
            Output = parsed.GetValue(json) ? new JsonOutput(Console.Out) : new ConsoleOutput(),
        }.RunAsync(cancellation));
        return root;
    }

    private static Uri? ReadUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--url is not an http or https address: '{text}'.");
        return null;
    }
}
