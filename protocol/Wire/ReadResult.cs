namespace Eudiplo.Protocol.Wire;

/// <summary>What came of reading a request body.</summary>
/// <param name="Parameters">The parameters; null when the body was refused.</param>
/// <param name="Problem">What is wrong with the body, for the client; null when nothing is.</param>
public readonly record struct ReadResult(RequestParameters? Parameters, string? Problem)
{
    internal static ReadResult Refused(string problem) => new(null, problem);
}
