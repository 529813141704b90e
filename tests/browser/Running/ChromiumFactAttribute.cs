namespace Eudiplo.Browser.Tests.Running;

/// <summary>A test that needs a real browser; where the machine has none, the summary of the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Missing;
}
