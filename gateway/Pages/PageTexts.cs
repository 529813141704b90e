namespace Eudiplo.Gateway.Pages;

/// <summary>The words of the pages in one language.</summary>
internal sealed record PageTexts
{
    /// <summary>The language (BCP 47).</summary>
    public required string Language { get; init; }

    /// <summary>Who asks, before the tenant's name.</summary>
    public required string From { get; init; }

    /// <summary>The heading, and what there is to know, of a step that is done.</summary>
    public required PageText Done { get; init; }

    /// <summary>Of a step that the tenant's backend has yet to confirm.</summary>
    public required PageText Waiting { get; init; }

    /// <summary>Of a session that failed.</summary>
    public required PageText Failed { get; init; }

    /// <summary>Of a link that does not work, or not in this browser.</summary>
    public required PageText LinkDead { get; init; }

    /// <summary>Of an address that leads nowhere.</summary>
    public required PageText NotFound { get; init; }

    /// <summary>Of a request that is no valid one.</summary>
    public required PageText BadRequest { get; init; }

    /// <summary>Of a server that cannot answer now.</summary>
    public required PageText Unavailable { get; init; }

    /// <summary>That the page looks again by itself; {0} is the number of seconds.</summary>
    public required string LooksAgain { get; init; }

    /// <summary>The link that looks again at once.</summary>
    public required string LookNow { get; init; }

    /// <summary>English.</summary>
    public static PageTexts English { get; } = new()
    {
        Language = "en",
        From = "Requested by",
        Done = new("You are done here", "You can close this page and go back to your wallet."),
        Waiting = new("One moment, please", "Your entries are still being processed."),
        Failed = new("That did not work", "The request has been ended. Go back to your wallet and start again."),
        LinkDead = new(
            "This link does not work any more",
            "It has expired, was used already, or was opened in another browser before. Go back to your wallet and start again."),
        NotFound = new("There is nothing here", "Check the address, or go back to your wallet and start again."),
        BadRequest = new("This request cannot be answered", "Something in the address is missing or wrong. Go back to your wallet and start again."),
        Unavailable = new("Not available at the moment", "The server cannot answer right now. Reload this page in a little while."),
        LooksAgain = "This page looks again by itself every {0} seconds.",
        LookNow = "Look again now",
    };

    /// <summary>German.</summary>
    public static PageTexts German { get; } = new()
    {
        Language = "de",
        From = "Angefragt von",
        Done = new("Hier ist alles erledigt", "Sie können diese Seite schließen und zu Ihrer Wallet zurückkehren."),
        Waiting = new("Einen Moment bitte", "Ihre Angaben werden noch verarbeitet."),
        Failed = new("Das hat nicht geklappt", "Der Vorgang wurde beendet. Kehren Sie zu Ihrer Wallet zurück und beginnen Sie von vorn."),
        LinkDead = new(
            "Dieser Link funktioniert nicht mehr",
            "Er ist abgelaufen, wurde schon benutzt oder zuvor in einem anderen Browser geöffnet. Kehren Sie zu Ihrer Wallet zurück und beginnen Sie von vorn."),
        NotFound = new("Hier gibt es nichts", "Prüfen Sie die Adresse, oder kehren Sie zu Ihrer Wallet zurück und beginnen Sie von vorn."),
        BadRequest = new(
            "Diese Anfrage lässt sich nicht beantworten",
            "In der Adresse fehlt etwas, oder etwas ist falsch. Kehren Sie zu Ihrer Wallet zurück und beginnen Sie von vorn."),
        Unavailable = new("Zurzeit nicht verfügbar", "Der Server kann gerade nicht antworten. Laden Sie diese Seite in einer Weile neu."),
        LooksAgain = "Diese Seite sieht alle {0} Sekunden von selbst wieder nach.",
        LookNow = "Jetzt nachsehen",
    };

    /// <summary>The language that a request likes best of those that there are (RFC 9110, section 12.5.4); English when it likes none.</summary>
    public static PageTexts For(HttpRequest request)
    {
        var best = request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is null or > 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is "en" or "de");
        return best == "de" ? German : English;
    }
}
