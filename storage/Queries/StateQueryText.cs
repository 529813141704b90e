using System.Data.Common;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;

namespace Eudiplo.Storage.Queries;

/// <summary>A filter as SQL that both databases read: conditions that an index serves, and parameters, never values in the text.</summary>
internal sealed class StateQueryText
{
    /// <summary>The status that a reader sees: a row past its expiry that is to be kept shows as expired before the sweeper erases it.</summary>
    public const string Status = $"CASE WHEN expires_at <= @now THEN '{IStateQueries.ExpiredStatus}' ELSE status END";

    /// <summary>What a reader may see: what has not expired, and what is kept.</summary>
    private const string Visible = "(expires_at IS NULL OR expires_at > @now OR retain_until > @now)";

    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _parameters = [];

    public StateQueryText(StateFilter filter, SubjectHasher subjects, long now)
    {
        Add("kind = @kind", "@kind", filter.Kind);
        AddIfAny("tenant_id = @tenant", "@tenant", filter.TenantId);
        AddIfAny("client_id = @client", "@client", filter.ClientId);
        AddIfAny("group_id = @group", "@group", filter.GroupId);
        AddIfAny("subject_hash = @subject", "@subject", filter.Subject is null ? null : subjects.Hash(filter.TenantId!, filter.Subject));
        AddIfAny(
            // Written out, and not as a comparison with the expression above, whose outcome the database cannot estimate.
            filter.Status == IStateQueries.ExpiredStatus
                ? "(status = @status OR expires_at <= @now)"
                : "status = @status AND (expires_at IS NULL OR expires_at > @now)",
            "@status",
            filter.Status);
        if (filter.AnyStatus is { } statuses)
        {
            _conditions.Add($"status IN ({string.Join(", ", statuses.Select((_, i) => $"@status{i}"))}) AND (expires_at IS NULL OR expires_at > @now)");
            _parameters.AddRange(statuses.Select((status, i) => ($"@status{i}", (object)status)));
        }

        AddIfAny("created_at >= @from", "@from", Instant.From(filter.CreatedFrom));
        AddIfAny("created_at < @before", "@before", Instant.From(filter.CreatedBefore));
        Add(Visible, "@now", now);
        if (filter.ClientId is not null || filter.GroupId is not null || filter.Subject is not null)
        {
            // Who a row belonged to ends with it, even before the sweeper erases it.
            _conditions.Add("(expires_at IS NULL OR expires_at > @now)");
        }
    }

    /// <summary>The conditions, joined.</summary>
    public string Where => string.Join(" AND ", _conditions);

    /// <summary>Rows after those of the page before, in the order newest first.</summary>
    public void After(StateCursor cursor)
    {
        _conditions.Add("(created_at, key) < (@cursor_time, @cursor_key)");
        _parameters.Add(("@cursor_time", cursor.CreatedAt));
        _parameters.Add(("@cursor_key", cursor.Key));
    }

    public DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in _parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private void AddIfAny(string condition, string name, object? value)
    {
        if (value is not null)
        {
            Add(condition, name, value);
        }
    }

    private void Add(string condition, string name, object value)
    {
        _conditions.Add(condition);
        _parameters.Add((name, value));
    }
}
