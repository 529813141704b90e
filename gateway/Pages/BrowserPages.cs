using System.Globalization;
using System.Text;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Gateway.Pages;

/// <summary>
/// Answers browsers: redirects, pages, and errors as pages. Nothing runs a script, nothing is loaded from elsewhere, and no error leads
/// anywhere (RFC 6749, section 4.1.2.1).
/// </summary>
internal static class BrowserPages
{
    /// <summary>The error of a browser that keeps no cookies.</summary>
    public const string CookiesNeeded = "cookies_needed";

    private const int TriesAgainSeconds = 10;

    /// <summary>Sends a browser where its session says, or shows what it says.</summary>
    public static Task WriteAsync(HttpContext context, BrowserReply reply)
    {
        if (reply.Error is { } error)
        {
            return WriteErrorAsync(context, error);
        }

        if (reply.Page is { } page)
        {
            return WritePageAsync(context, page, reply.UiLocales);
        }

        Protect(context.Response);
        context.Response.Redirect(reply.Location!);
        return Task.CompletedTask;
    }

    /// <summary>Sends a browser to the same address once more, with a parameter beside those that it came with.</summary>
    public static Task AgainAsync(HttpContext context, string parameter)
    {
        Protect(context.Response);
        context.Response.Redirect(context.Request.QueryString.Add(parameter, "1").ToString());
        return Task.CompletedTask;
    }

    /// <summary>Shows an error: a page to who likes HTML, JSON to others.</summary>
    public static Task WriteErrorAsync(HttpContext context, ProtocolError error)
    {
        Protect(context.Response);
        context.Response.Headers.Vary = "Origin, Accept, Accept-Language";
        if (!LikesHtml(context.Request))
        {
            return Answer.WriteAsync(context, error);
        }

        if (error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = (error.RetryAfterSeconds ?? 1).ToString(CultureInfo.InvariantCulture);
        }

        var texts = PageLanguage.Choose(context, null);
        var text = error switch
        {
            { Status: StatusCodes.Status429TooManyRequests } => texts.TooMany,
            { Code: CookiesNeeded } => texts.NoCookies,
            { Status: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed } => texts.NotFound,
            { Status: >= 500 } => texts.Unavailable,
            { Code: "invalid_request_uri" or "invalid_ticket" } => texts.LinkDead,
            _ => texts.BadRequest,
        };
        // Who waits on a page that looks again by itself is not left behind by a moment in which there is no answer.
        int? seconds = error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? TriesAgainSeconds : null;
        return WriteHtmlAsync(context, error.Status, texts, text, PageMark.Bad, null, seconds);
    }

    /// <summary>Whether a request is a browser's that wants to show its answer.</summary>
    public static bool LikesHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);

    private static Task WritePageAsync(HttpContext context, BrowserPage page, string? uiLocales)
    {
        Protect(context.Response);
        context.Response.Headers.Vary = "Origin, Accept-Language";
        var texts = PageLanguage.Choose(context, uiLocales);
        var (text, mark) = page.Kind switch
        {
            BrowserPageKind.Presentation => (texts.Present, PageMark.None),
            BrowserPageKind.Answered => (texts.Answered, PageMark.Wait),
            BrowserPageKind.Waiting => (texts.Waiting, PageMark.Wait),
            BrowserPageKind.Failed => (texts.Failed, PageMark.Bad),
            _ => (texts.Done, PageMark.Good),
        };
        return WriteHtmlAsync(context, StatusCodes.Status200OK, texts, text, mark, page, page.RefreshSeconds);
    }

    private static Task WriteHtmlAsync(
        HttpContext context, int status, PageTexts texts, PageText text, PageMark mark, BrowserPage? page, int? refreshSeconds)
    {
        var html = PageLayout.Begin(texts, text.Heading, page?.TenantName);
        PageMarks.Write(html, mark);
        html.Element("h1", text.Heading);
        if (page?.StepLabel is { } label)
        {
            html.Element("p", label, ("class", "step"));
        }

        html.Element("p", text.Body);
        if (page is { ScanLink: { } scan, OpenLink: { } open })
        {
            WriteLinks(html, texts, scan.Value, open.Value);
        }

        if (refreshSeconds is { } seconds)
        {
            PagePause.Write(html, context, texts, seconds, page?.ScanLink is null ? "button" : null);
        }

        return WriteAsync(context, status, texts, PageLayout.End(html, texts, context.Request));
    }

    private static void WriteLinks(HtmlWriter html, PageTexts texts, string scan, string open)
    {
        html.Element("h2", texts.SameDevice.Heading)
            .Open("p").Element("a", texts.SameDevice.Body, ("class", "button"), ("href", open)).Close()
            .Element("h2", texts.OtherDevice.Heading)
            .Element("p", texts.OtherDevice.Body);
        QrCode.Write(html, scan, texts.CodeLabel);
    }

    private static async Task WriteAsync(HttpContext context, int status, PageTexts texts, string html)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.ContentLanguage = texts.Language;
        response.Headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
