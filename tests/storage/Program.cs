using Eudiplo.Storage.Tests.Durability;
using Eudiplo.Storage.Tests.Measuring;

return args switch
{
    ["write", ..] => await DoomedWriter.RunAsync(),
    ["measure", .. var rest] => await Measurement.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: measure [Sqlite|PostgreSql] [seconds]   durable writes per second at 1, 8, 32 and 64 writers");
    return 2;
}
