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
    /// <summary>Sends a browser where its session says, or shows what it says.</summary>
    public static Task WriteAsync(HttpContext context, BrowserReply reply)
    {
        if (reply.Error is { } error)
        {
            return WriteErrorAsync(context, error);
        }

        if (reply.Page is { } page)
        {
            return WritePageAsync(context, page);
        }

        Protect(context.Response);
        context.Response.Redirect(reply.Location!);
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

        var texts = PageTexts.For(context.Request);
        var text = error switch
        {
            { Status: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed } => texts.NotFound,
            { Status: >= 500 } => texts.Unavailable,
            { Code: "invalid_request_uri" or "invalid_ticket" } => texts.LinkDead,
            _ => texts.BadRequest,
        };
        return WriteHtmlAsync(context, error.Status, texts, null, text, PageMark.Bad, null);
    }

    /// <summary>Whether a request is a browser's that wants to show its answer.</summary>
    public static bool LikesHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);

    private static Task WritePageAsync(HttpContext context, BrowserPage page)
    {
        Protect(context.Response);
        context.Response.Headers.Vary = "Origin, Accept-Language";
        var texts = PageTexts.For(context.Request);
        var (text, mark) = page.Kind switch
        {
            BrowserPageKind.Presentation => (texts.Present, PageMark.None),
            BrowserPageKind.Answered => (texts.Answered, PageMark.Wait),
            BrowserPageKind.Waiting => (texts.Waiting, PageMark.Wait),
            BrowserPageKind.Failed => (texts.Failed, PageMark.Bad),
            _ => (texts.Done, PageMark.Good),
        };
        return WriteHtmlAsync(context, StatusCodes.Status200OK, texts, page.TenantName, text, mark, page);
    }

    private static Task WriteHtmlAsync(
        HttpContext context, int status, PageTexts texts, string? tenantName, PageText text, PageMark mark, BrowserPage? page)
    {
        var html = PageLayout.Begin(texts, text.Heading, tenantName);
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

        if (page?.RefreshSeconds is { } seconds)
        {
            // Without a script, a page can only be asked for again. Who does not like that has the link.
            var style = page.ScanLink is null ? "button" : null;
            html.Element("p", string.Format(CultureInfo.InvariantCulture, texts.LooksAgain, seconds), ("class", "note"));
            html.Open("p").Element("a", texts.LookNow, ("class", style), ("href", string.Empty)).Close();
            context.Response.Headers["Refresh"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, status, texts, html.Finish());
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
