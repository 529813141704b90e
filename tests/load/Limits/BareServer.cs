using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Load.Limits;

/// <summary>The least that a server on Kestrel can do for the initial request: it reads a JSON object and answers one of the same size.</summary>
public static class BareServer
{
    /// <summary>The command that starts it.</summary>
    public const string CommandName = "bare-server";

    /// <summary>What its request has in the length of an initial request of the web flow: 385 bytes.</summary>
    public static byte[] Request { get; } = Json("request", 385);

    /// <summary>What its answer has in the length of the answer to an initial request of the web flow: 271 bytes.</summary>
    public static byte[] Answer { get; } = Json("answer", 271);

    /// <summary>Serves until standard input ends; the first line of standard output is its address.</summary>
    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var text = JsonDocument.Parse(Answer).RootElement.GetProperty("answer").GetString();
        app.Run(async context =>
        {
            using var request = await JsonDocument.ParseAsync(context.Request.Body);
            if (!request.RootElement.TryGetProperty("request", out _))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            using var json = new Utf8JsonWriter(context.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteString("answer", text);
            json.WriteEndObject();
            json.Flush();
        });
        await app.StartAsync(cancellation);
        Console.Out.WriteLine(app.Urls.Single());
        using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(new byte[64], cancellation) > 0)
        {
        }

        await app.StopAsync(CancellationToken.None);
        return 0;
    }

    private static byte[] Json(string name, int length)
    {
        var empty = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [name] = "" }).Length;
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [name] = new string('x', length - empty) });
    }
}
