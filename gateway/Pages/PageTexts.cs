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

    /// <summary>Of a browser that has asked too often.</summary>
    public required PageText TooMany { get; init; }

    /// <summary>Of a browser that keeps no cookies.</summary>
    public required PageText NoCookies { get; init; }

    /// <summary>Of a presentation that is asked for.</summary>
    public required PageText Present { get; init; }

    /// <summary>Of a presentation that a wallet on this device has answered.</summary>
    public required PageText Answered { get; init; }

    /// <summary>The heading above the link, and the link.</summary>
    public required PageText SameDevice { get; init; }

    /// <summary>The heading above the code, and what to do with it.</summary>
    public required PageText OtherDevice { get; init; }

    /// <summary>What the code is, for who cannot see it.</summary>
    public required string CodeLabel { get; init; }

    /// <summary>That the page looks again by itself; {0} is the number of seconds.</summary>
    public required string LooksAgain { get; init; }

    /// <summary>That it does not.</summary>
    public required string StandsStill { get; init; }

    /// <summary>The link that keeps the page from looking again by itself.</summary>
    public required string Pause { get; init; }

    /// <summary>The link that lets it look again by itself.</summary>
    public required string Resume { get; init; }

    /// <summary>The link that looks again at once.</summary>
    public required string LookNow { get; init; }

    /// <summary>The name of the language in the language itself.</summary>
    public required string OwnName { get; init; }

    /// <summary>What the links to other languages are, for who cannot see them.</summary>
    public required string Languages { get; init; }

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
        TooMany = new("Too many requests", "Too much was asked from your network in a short time. Wait a few seconds, then look again."),
        NoCookies = new(
            "Your browser keeps no cookies",
            "This site needs one cookie to know that it is still you. Allow cookies for this site, then reload this page, or go back to your wallet and start again."),
        Present = new("Show your credentials", "Use your wallet to show the credentials that are asked for. It tells you which ones before anything is sent."),
        Answered = new("Your wallet has answered", "Your wallet brings you on to the next page. If it does not, go back to it."),
        SameDevice = new("Your wallet is on this device", "Open wallet"),
        OtherDevice = new("Your wallet is on another device", "Scan this code with your wallet. Scan only codes of pages that you opened yourself."),
        CodeLabel = "QR code with the request for your wallet",
        LooksAgain = "This page looks again by itself every {0} seconds.",
        StandsStill = "This page does not look again by itself.",
        Pause = "Stop looking by itself",
        Resume = "Look by itself again",
        LookNow = "Look again now",
        OwnName = "English",
        Languages = "Language",
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
        TooMany = new("Zu viele Anfragen", "Aus Ihrem Netz kam in kurzer Zeit zu viel. Warten Sie einige Sekunden und sehen Sie dann wieder nach."),
        NoCookies = new(
            "Ihr Browser behält keine Cookies",
            "Diese Website braucht ein Cookie, um Sie wiederzuerkennen. Erlauben Sie Cookies für diese Website und laden Sie diese Seite neu, oder kehren Sie zu Ihrer Wallet zurück und beginnen Sie von vorn."),
        Present = new(
            "Zeigen Sie Ihre Nachweise",
            "Zeigen Sie die verlangten Nachweise mit Ihrer Wallet. Welche das sind, sagt sie Ihnen, bevor etwas gesendet wird."),
        Answered = new("Ihre Wallet hat geantwortet", "Ihre Wallet bringt Sie zur nächsten Seite. Falls nicht, kehren Sie zu ihr zurück."),
        SameDevice = new("Ihre Wallet ist auf diesem Gerät", "Wallet öffnen"),
        OtherDevice = new(
            "Ihre Wallet ist auf einem anderen Gerät",
            "Scannen Sie diesen Code mit Ihrer Wallet. Scannen Sie nur Codes von Seiten, die Sie selbst geöffnet haben."),
        CodeLabel = "QR-Code mit der Anfrage an Ihre Wallet",
        LooksAgain = "Diese Seite sieht alle {0} Sekunden von selbst wieder nach.",
        StandsStill = "Diese Seite sieht nicht von selbst wieder nach.",
        Pause = "Nicht mehr von selbst nachsehen",
        Resume = "Wieder von selbst nachsehen",
        LookNow = "Jetzt nachsehen",
        OwnName = "Deutsch",
        Languages = "Sprache",
    };

    /// <summary>Every language that there is.</summary>
    public static IReadOnlyList<PageTexts> All { get; } = [English, German];
}
