using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Eudiplo.Grains.Http;
using Eudiplo.Unit.Tests.Clock;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Eudiplo.Unit.Tests.Http;

public sealed class GuardedRedirectTests
{
    private static readonly OutboundPolicy Loopback = new([], [], allowLoopback: true);

    [Fact]
    public async Task A_redirect_is_judged_like_the_first_url()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(context.Request.Path == "/first" ? "/second" : "https://169.254.169.254/secret");
            return Task.CompletedTask;
        });

        var reply = await GuardedHttpTests.Client().SendAsync(new OutboundRequest(server.At("/first")), Loopback);

        Assert.Equal(OutboundFailure.AddressNotAllowed, reply.Failure);
        Assert.Equal(["GET /first", "GET /second"], server.Requests);
    }

    [Fact]
    public async Task A_redirect_to_another_scheme_is_refused()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Location = "ftp://example.com/";
            context.Response.StatusCode = 302;
            return Task.CompletedTask;
        });

        Assert.Equal(OutboundFailure.UrlNotAllowed, (await GuardedHttpTests.Client().SendAsync(new OutboundRequest(server.At("/")), Loopback)).Failure);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end_at_the_limit_and_headers_go_to_the_first_url_only()
    {
        var secrets = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            secrets += context.Request.Headers.ContainsKey("X-Key") ? 1 : 0;
            context.Response.Redirect("/");
            return Task.CompletedTask;
        });

        var reply = await GuardedHttpTests.Client().SendAsync(new OutboundRequest(server.At("/")) { Headers = [new("X-Key", "secret")] }, Loopback);

        Assert.Equal(OutboundFailure.TooManyRedirects, reply.Failure);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(1, secrets);
    }

    [Fact]
    public async Task A_post_follows_no_redirect()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            context.Response.StatusCode = 307;
            return Task.CompletedTask;
        });

        var reply = await GuardedHttpTests.Client().SendAsync(
            new OutboundRequest(server.At("/")) { Method = HttpMethod.Post, Body = "{}"u8.ToArray(), ContentType = "application/json" }, Loopback);

        Assert.Equal(307, reply.Status);
        Assert.Single(server.Requests);
    }
}
