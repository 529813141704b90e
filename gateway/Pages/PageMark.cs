namespace Eudiplo.Gateway.Pages;

/// <summary>The sign at the top of a page.</summary>
internal enum PageMark
{
    /// <summary>None.</summary>
    None,

    /// <summary>Done.</summary>
    Good,

    /// <summary>Under way.</summary>
    Wait,

    /// <summary>Failed.</summary>
    Bad,
}
