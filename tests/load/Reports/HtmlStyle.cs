namespace Eudiplo.Load.Reports;

/// <summary>The style sheet of the HTML report.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--back:#fff;--card:#f6f7f9;--text:#1c2430;--soft:#667085;--rule:#dfe3ea;
        --blue:#2563eb;--green:#0f8a5f;--orange:#d9730d;--red:#d92d20;--grey:#8a94a6}
        @media(prefers-color-scheme:dark){:root{--back:#12161c;--card:#1a2029;--text:#e6e9ef;--soft:#98a2b3;--rule:#2b3340;
        --blue:#6ea0ff;--green:#4cc38a;--orange:#f2a65a;--red:#ff6b60;--grey:#8a94a6}}
        body{margin:0 auto;max-width:1360px;padding:24px;background:var(--back);color:var(--text);font:15px/1.45 system-ui,sans-serif}
        h1{margin:0;font-size:26px}h2{font-size:17px;margin:28px 0 8px}p{margin:4px 0}
        .tiles{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}
        .tile{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:12px 18px;color:var(--soft)}
        .tile b{display:block;font-size:24px;color:var(--text);font-variant-numeric:tabular-nums}.tile.bad b{color:var(--red)}
        .verdict{border-left:4px solid var(--green);padding:6px 14px;background:var(--card)}.verdict.warn{border-color:var(--orange)}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{padding:5px 14px 5px 0;text-align:right;border-bottom:1px solid var(--rule)}
        th{color:var(--soft);font-weight:500}td:first-child,th:first-child,td.text{text-align:left}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(480px,100%),1fr));gap:16px;margin-top:24px}
        figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:14px}
        figcaption{font-weight:600;margin-bottom:6px}svg{width:100%;height:auto;display:block}
        svg text{fill:var(--soft);font-size:12px}.grid{stroke:var(--rule)}.line{fill:none;stroke-width:2;stroke:currentColor}
        .dot{fill:currentColor;opacity:0}.dot:hover{opacity:1}
        .blue{color:var(--blue)}.green{color:var(--green)}.orange{color:var(--orange)}.red{color:var(--red)}.grey{color:var(--grey)}
        .legend{display:flex;flex-wrap:wrap;gap:16px;font-size:13px}.legend span::before{content:"\25cf\00a0"}
        """;
}
