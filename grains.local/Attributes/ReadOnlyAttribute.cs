namespace Orleans.Concurrency;

/// <summary>Promises that a grain method does not change the grain. The local runtime still runs it as a turn of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
