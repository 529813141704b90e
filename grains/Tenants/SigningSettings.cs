namespace Eudiplo.Grains.Tenants;

/// <summary>How the keys that tokens and credentials are signed with come and go.</summary>
public sealed record SigningSettings
{
    /// <summary>How long a key signs, in days: 1 to 3,650. Default 90.</summary>
    public int RotationDays { get; init; } = 90;

    /// <summary>How long a key is published before it signs, in hours: 1 to 720, and shorter than it signs. Default 24.</summary>
    public int OverlapHours { get; init; } = 24;
}
