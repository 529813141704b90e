using System.Text.Json.Serialization;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Storage.Tests.Running;

/// <summary>A state as a grain would have it.</summary>
public sealed class Ticket : IStoredState
{
    public string TenantId { get; set; } = "acme";

    public string Status { get; set; } = "pending";

    public string? ClientId { get; set; }

    public string? Subject { get; set; }

    public string? GroupId { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RetainUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public int Step { get; set; }

    public string? Claim { get; set; }
}

[JsonSerializable(typeof(Ticket))]
public sealed partial class TicketContext : JsonSerializerContext;
