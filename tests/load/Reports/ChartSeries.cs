namespace Eudiplo.Load.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Colour">The name of the style's colour, for example `blue`.</param>
/// <param name="Points">x and y.</param>
public sealed record ChartSeries(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points);
