using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Eudiplo.Gateway.Pages;

/// <summary>Writes HTML. Every text and every attribute value is escaped; there is no way to write markup from outside.</summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new("<!doctype html>\n");
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element.</summary>
    /// <param name="element">Its name: a constant.</param>
    /// <param name="attributes">Its attributes, the names constants; those without a value are left out.</param>
    public HtmlWriter Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        _open.Push(element);
        return this;
    }

    /// <summary>Writes an element that has no content.</summary>
    public HtmlWriter Void(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(element, attributes);
        return this;
    }

    /// <summary>Writes an element with a text.</summary>
    public HtmlWriter Element(string element, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(element, attributes).Text(text).Close();

    /// <summary>Writes a text.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(Encoder.Encode(text));
        return this;
    }

    /// <summary>Writes the style sheet of the program itself; its hash is what the content security policy allows.</summary>
    public HtmlWriter Style()
    {
        _html.Append("<style>").Append(PageStyle.Css).Append("</style>");
        return this;
    }

    /// <summary>Closes the element that was opened last.</summary>
    public HtmlWriter Close()
    {
        _html.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Closes what is open, and gives the document.</summary>
    public string Finish()
    {
        while (_open.Count > 0)
        {
            Close();
        }

        return _html.Append('\n').ToString();
    }

    private void Begin(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(name).Append("=\"").Append(Encoder.Encode(value)).Append('"');
            }
        }

        _html.Append('>');
    }
}
