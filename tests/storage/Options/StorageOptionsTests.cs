using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Eudiplo.Storage.Tests.Options;

public sealed class StorageOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.Equal(StorageProvider.Sqlite, Bind().Provider);

    [Fact]
    public void Keys_of_the_configuration_reach_their_options()
    {
        var options = Bind(
            ("Provider", "PostgreSql"),
            ("ConnectionString", "Host=db"),
            ("MasterKeyFile", "/run/secrets/master.key"),
            ("Sweeper:Interval", "00:05:00"),
            ("PostgreSql:Writers", "3"),
            ("Sqlite:Readers", "7"));

        Assert.Equal(StorageProvider.PostgreSql, options.Provider);
        Assert.Equal("Host=db", options.ConnectionString);
        Assert.Equal(TimeSpan.FromMinutes(5), options.Sweeper.Interval);
        Assert.Equal(3, options.PostgreSql.Writers);
        Assert.Equal(7, options.Sqlite.Readers);
    }

    [Theory]
    [InlineData("ConnectionString", "Data Source=:memory:", ":memory:")]
    [InlineData("ConnectionString", "Data Source=", "Data Source=path")]
    [InlineData("ConnectionString", "Nonsense=1", "Data Source=path")]
    [InlineData("KeyLifetime", "1.00:00:00", "between 7.00:00:00")]
    [InlineData("OperationTimeout", "00:00:00", "between 00:00:01")]
    [InlineData("MaxBatch", "0", "between 1 and 4096")]
    [InlineData("MaxPending", "0", "between 1")]
    [InlineData("MaxStateBytes", "1", "between 1024")]
    [InlineData("Sqlite:Readers", "65", "between 1 and 64")]
    [InlineData("Sqlite:BusyTimeout", "-00:00:01", "between 00:00:00")]
    [InlineData("Sqlite:MaxMegabytes", "-1", "between 0")]
    [InlineData("PostgreSql:Writers", "17", "between 1 and 16")]
    [InlineData("PostgreSql:Readers", "0", "between 1 and 16")]
    [InlineData("PostgreSql:MaxConnections", "4", "between 5 and 1000")]
    [InlineData("PostgreSql:ConnectTimeout", "00:02:00", "between 00:00:01")]
    [InlineData("PostgreSql:CommandTimeout", "00:00:00", "between 00:00:01")]
    [InlineData("PostgreSql:MaintenanceTimeout", "02:00:00", "between 00:00:01")]
    [InlineData("Sweeper:Interval", "00:00:00", "between 00:00:01")]
    [InlineData("Sweeper:Jitter", "1.5", "between 0 and 1")]
    [InlineData("Sweeper:BatchSize", "0", "between 1 and 10000")]
    public void A_value_that_cannot_work_is_refused_with_option_value_and_remedy(string option, string value, string remedy)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Bind((option, value)));

        var message = failure.Failures.First();
        Assert.StartsWith($"Eudiplo:Storage:{option} is ", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void PostgreSQL_needs_a_connection_string_and_a_master_key()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Bind(("Provider", "PostgreSql")));

        Assert.Contains(failure.Failures, message => message.Contains("ConnectionString is (empty)", StringComparison.Ordinal));
        Assert.Contains(failure.Failures, message => message.Contains("MasterKeyFile is (empty)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_file_and_a_certificate_at_once_are_refused() => Assert.Single(
        Assert.Throws<OptionsValidationException>(() => Bind(("MasterKeyFile", "a"), ("MasterKeyCertificate", "b"))).Failures);

    [Fact]
    public void Another_master_key_is_a_file_or_a_certificate_and_there_is_one_other_at_most()
    {
        (string, string?)[][] wrong =
        [
            [("PreviousMasterKey:File", "a"), ("PreviousMasterKey:Certificate", "b")],
            [("NextMasterKey:CertificatePassword", "a")],
            [("PreviousMasterKey:File", "a"), ("NextMasterKey:File", "b")],
        ];
        Assert.All(wrong, settings => Assert.Single(Assert.Throws<OptionsValidationException>(() => Bind(settings)).Failures));
        Assert.Equal("a", Bind(("PreviousMasterKey:File", "a")).PreviousMasterKey!.File);
    }

    [Fact]
    public void A_password_in_a_connection_string_is_in_no_message()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Bind(
            ("Provider", "PostgreSql"),
            ("MasterKeyFile", "a"),
            ("ConnectionString", "Host=db;Password=hunter2;Nonsense=1")));

        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    private static StorageOptions Bind(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"Eudiplo:Storage:{setting.Key}", setting => setting.Value))
            .Build();
        using var services = new ServiceCollection().AddEudiploStorage(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<StorageOptions>>().Value;
    }
}
