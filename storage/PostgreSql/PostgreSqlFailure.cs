using System.Net.Sockets;
using Eudiplo.Grains.Abstractions.Storage;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>What a failure of PostgreSQL says about the statements that met it.</summary>
internal static class PostgreSqlFailure
{
    /// <summary>The transaction was rolled back only because of others that ran at the same time: the same again may succeed.</summary>
    public static bool IsConflict(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The server refused a value; the transaction was rolled back, and the connection is good.</summary>
    public static bool IsRefusal(Exception exception) =>
        exception is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] };

    /// <summary>
    /// The server reports an error of this transaction and stays: so the transaction was rolled back. A server that goes down
    /// (<c>57P01</c> to <c>57P03</c>) may have committed before it said so, and is not counted.
    /// </summary>
    public static bool IsRolledBack(Exception exception) =>
        exception is PostgresException postgres && !postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) && postgres.SqlState[0] != '0'
        && !postgres.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>A failure of which it is known that nothing was written.</summary>
    public static Exception NotApplied(Exception exception) => exception switch
    {
        StorageException known => known,
        PostgresException { SqlState: ['2', '8', ..] } refused => new StorageException(
            "PostgreSQL refuses the login: check Username and Password in Eudiplo:Storage:ConnectionString.", refused),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing => new StorageException(
            "PostgreSQL has no database of the name in Eudiplo:Storage:ConnectionString: create it, or correct Database.", missing),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } forbidden => new StorageException(
            "PostgreSQL does not allow this user to do that: Eudiplo's user must own its tables, and be allowed to make them.", forbidden),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } full => new StorageUnavailableException("PostgreSQL's disk is full.", full),
        PostgresException { SqlState: ['5', '3' or '7', ..] or ['0', '8', ..] or ['4', '0', ..] } busy => new StorageUnavailableException(
            $"PostgreSQL cannot do this now (SQLSTATE {busy.SqlState}).", busy),
        PostgresException { SqlState: ['X', 'X', ..] } damaged => new StorageCorruptException(
            $"PostgreSQL reports damaged data (SQLSTATE {damaged.SqlState}).", damaged),
        PostgresException other => new StorageException($"PostgreSQL refused a statement (SQLSTATE {other.SqlState}).", other),
        NpgsqlException or TimeoutException or IOException or SocketException => new StorageUnavailableException(
            $"PostgreSQL cannot be reached, or does not answer in time ({exception.GetType().Name}).", exception),
        _ => exception,
    };

    /// <summary>A failure that leaves open whether the statements were committed.</summary>
    public static StorageOutcomeUnknownException Unknown(Exception exception) =>
        new("The connection to PostgreSQL was lost while a write was on its way, and whether it was made could not be found out.", exception);
}
