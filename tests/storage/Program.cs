using Eudiplo.Storage.Tests.Durability;
using Eudiplo.Storage.Tests.Golden;
using Eudiplo.Storage.Tests.Measuring;

return args switch
{
    ["write", ..] => await DoomedWriter.RunAsync(),
    ["golden"] => await GoldenFile.WriteAsync(Console.Out),
    ["measure", .. var rest] => await Measurement.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: measure [Sqlite|PostgreSql] [seconds]   durable writes per second at 1, 8, 32 and 64 writers");
    Console.Error.WriteLine("       golden                                  a new golden file, for a new format of the payload");
    return 2;
}
