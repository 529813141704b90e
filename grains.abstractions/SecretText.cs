namespace Eudiplo.Grains.Abstractions;

/// <summary>A secret on its way through a grain call: a code, a token, a client secret. Its text form never shows the value.</summary>
/// <param name="Value">The secret.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.SecretText")]
public sealed record SecretText([property: Id(0)] string Value)
{
    /// <summary>Wraps a value; null stays null.</summary>
    public static SecretText? Of(string? value) => value is null ? null : new SecretText(value);

    /// <summary>Always the same text, so that a secret cannot reach a log by way of a record's members.</summary>
    public override string ToString() => "[secret]";
}
