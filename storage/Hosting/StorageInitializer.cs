using Eudiplo.Storage.Encryption;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Storage.Hosting;

/// <inheritdoc cref="IStorageInitializer"/>
internal sealed class StorageInitializer(IStateDatabase database, KeyRing keyRing, IServiceProvider services) : IStorageInitializer, IDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private volatile bool _initialized;

    public bool IsInitialized => _initialized;

    public Task InitializeAsync(CancellationToken cancellationToken = default) =>
        _initialized ? Task.CompletedTask : InitializeOnceAsync(cancellationToken);

    public void Dispose() => _once.Dispose();

    private async Task InitializeOnceAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (!_initialized)
            {
                // On a thread of its own: connecting and Data Protection's key store are synchronous.
                await Task.Factory.StartNew(
                    Run,
                    cancellationToken,
                    TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                    TaskScheduler.Default);
                _initialized = true;
            }
        }
        finally
        {
            _once.Release();
        }
    }

    private void Run()
    {
        database.Initialize(keyRing.Prepare);
        KeyRing.WarmUp(services.GetRequiredService<IDataProtectionProvider>());
    }
}
