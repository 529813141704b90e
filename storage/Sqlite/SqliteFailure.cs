using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Eudiplo.Storage.Sqlite;

/// <summary>SQLite's result codes, as the failures that the layers above know.</summary>
internal static class SqliteFailure
{
    /// <param name="exception">What SQLite threw.</param>
    /// <param name="committing">Whether it threw it from a commit, so that what was written may have reached the disk.</param>
    public static Exception Translate(Exception exception, bool committing = false)
    {
        if (exception is not SqliteException sqlite)
        {
            return exception;
        }

        return sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => new StorageUnavailableException(
                "The database has no room: the disk is full, or the limit Eudiplo:Storage:Sqlite:MaxMegabytes is reached.", sqlite),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageUnavailableException(
                "Another process holds the database file. SQLite is for one process: use PostgreSQL for more.", sqlite),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageCorruptException(
                "The database file is damaged, or is no SQLite database: restore it from its backup.", sqlite),
            raw.SQLITE_IOERR when committing => new StorageOutcomeUnknownException(
                "The disk failed while a write was made durable.", sqlite),
            raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM => new StorageUnavailableException(
                $"The database file cannot be read or written (SQLite code {sqlite.SqliteExtendedErrorCode}).", sqlite),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new StorageUnavailableException(
                "The database file may not be written by this process: check its owner, its mode, and whether the volume is read-only.", sqlite),
            _ => new StorageException($"The database refused a statement (SQLite code {sqlite.SqliteExtendedErrorCode}).", sqlite),
        };
    }
}
