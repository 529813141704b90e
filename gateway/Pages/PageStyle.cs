using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Gateway.Pages;

/// <summary>The style sheet of every page: light or dark as the browser likes it, for narrow and wide windows.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css =
        """
        :root{color-scheme:light dark;--ground:#f3f5f8;--card:#fff;--ink:#16202c;--soft:#4a5867;--line:#d3dae3;--link:#0b4fa0;--onlink:#fff;--bad:#a3212f;--good:#186a3b}
        @media (prefers-color-scheme:dark){:root{--ground:#10151b;--card:#1a222c;--ink:#eef2f6;--soft:#b3bfcc;--line:#364351;--link:#8ec2ff;--onlink:#0d1117;--bad:#ff9aa5;--good:#8be0ae}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;padding:1rem}
        main{width:100%;max-width:36rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;margin-top:2vh;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
        h2{font-size:1.125rem;line-height:1.3;margin:1.75rem 0 .5rem}
        p{margin:0 0 1rem}
        p:last-child{margin-bottom:0}
        .from{color:var(--soft);font-size:.9375rem;margin-bottom:1.25rem;padding-bottom:.75rem;border-bottom:1px solid var(--line)}
        .step{font-weight:600}
        .note{color:var(--soft);font-size:.9375rem}
        .mark{display:block;width:3rem;height:3rem;margin:0 0 1rem}
        .good{color:var(--good)}
        .bad{color:var(--bad)}
        .wait{color:var(--link)}
        footer{width:100%;max-width:36rem;padding:.75rem calc(1.5rem + 1px);font-size:.9375rem}
        footer a{display:inline-block;padding:.25rem 0}
        .code{background:#fff;border:1px solid var(--line);border-radius:.75rem;padding:.75rem;max-width:20rem;margin:0 0 1rem}
        .code svg{display:block;width:100%;height:auto}
        a{color:var(--link)}
        a:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:.25rem}
        .button{display:inline-block;background:var(--link);color:var(--onlink);text-decoration:none;font-weight:600;border-radius:.6rem;padding:.7rem 1.25rem}
        @media (min-width:40rem){body{padding:2rem}main{padding:2.5rem;margin-top:8vh}footer{padding:.75rem calc(2.5rem + 1px)}h1{font-size:1.75rem}}
        @media (prefers-contrast:more){main{border-width:2px;border-color:var(--ink)}.from,.note{color:var(--ink)}}
        """;

    /// <summary>The content security policy that allows it and, beside it, nothing.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
