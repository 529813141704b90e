namespace Eudiplo.Gateway.Pages;

/// <summary>What a page says.</summary>
/// <param name="Heading">Its heading and title.</param>
/// <param name="Body">The paragraph below.</param>
internal sealed record PageText(string Heading, string Body);
