namespace Eudiplo.Browser.Tests.Running;

/// <summary>How a user likes pages.</summary>
internal sealed record Look(bool Wide, bool Dark, string Locale)
{
    /// <summary>Every combination that pages are looked at in.</summary>
    public static IReadOnlyList<Look> All { get; } =
        [.. from wide in new[] { true, false } from dark in new[] { false, true } from locale in new[] { "en", "de" } select new Look(wide, dark, locale)];

    public override string ToString() => $"{(Wide ? "wide" : "narrow")}-{(Dark ? "dark" : "light")}-{Locale}";
}
