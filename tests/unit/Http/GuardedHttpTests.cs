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

public sealed class GuardedHttpTests
{
    private static readonly OutboundPolicy Loopback = new([], [], allowLoopback: true);

    [Fact]
    public async Task A_tenant_may_allow_this_machine_itself_over_http()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "Application/JWT; charset=utf-8";
            return context.Response.WriteAsync($"{context.Request.Headers.Accept} {context.Request.Headers.UserAgent}");
        });

        var reply = await Client().SendAsync(new OutboundRequest(server.At("/list")) { Accept = "application/jwt" }, Loopback);

        Assert.True(reply.IsResponse);
        Assert.Equal((200, "application/jwt"), (reply.Status, reply.MediaType));
        Assert.Equal("application/jwt Eudiplo", Encoding.UTF8.GetString(reply.Body.Span));
    }

    [Fact]
    public async Task Without_that_http_is_refused_before_any_look_up()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        var resolver = new ScriptedResolver(["127.0.0.1"]);

        var reply = await Client(resolver).SendAsync(new OutboundRequest(server.At("/")), OutboundPolicy.PublicOnly);

        Assert.Equal(OutboundFailure.UrlNotAllowed, reply.Failure);
        Assert.Equal(0, resolver.LookUps);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("/relative")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https:///nowhere")]
    [InlineData("http://example.com/")]
    public async Task Only_an_absolute_https_url_without_user_information_is_asked_for(string url)
    {
        var reply = await Client(new ScriptedResolver(["127.0.0.1"])).SendAsync(new OutboundRequest(url), OutboundPolicy.PublicOnly);

        Assert.Equal(OutboundFailure.UrlNotAllowed, reply.Failure);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("fd12::1")]
    [InlineData("::ffff:192.168.0.1")]
    public async Task A_name_that_leads_to_an_address_that_is_not_public_is_refused(string address)
    {
        var reply = await Client(new ScriptedResolver([address])).SendAsync(
            new OutboundRequest("https://harmless.example/"), OutboundPolicy.PublicOnly);

        Assert.Equal(OutboundFailure.AddressNotAllowed, reply.Failure);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://localhost/")]
    public async Task An_address_in_the_url_is_judged_like_any_other_however_it_is_written(string url)
    {
        var reply = await Client(new DnsHostResolver()).SendAsync(new OutboundRequest(url), OutboundPolicy.PublicOnly);

        Assert.Equal(OutboundFailure.AddressNotAllowed, reply.Failure);
    }

    [Fact]
    public async Task Metadata_addresses_stay_closed_even_to_a_tenant_that_allows_every_network()
    {
        var everything = new OutboundPolicy(["meta.example"], [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")], allowLoopback: true);

        foreach (var address in new[] { "169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254" })
        {
            var reply = await Client(new ScriptedResolver([address])).SendAsync(new OutboundRequest("https://meta.example/"), everything);
            Assert.Equal(OutboundFailure.AddressNotAllowed, reply.Failure);
        }
    }

    [Fact]
    public void A_tenants_networks_and_hosts_open_what_they_name_and_nothing_beside()
    {
        var policy = new OutboundPolicy(["status.internal.example"], [IPNetwork.Parse("10.20.0.0/16")], allowLoopback: false);

        Assert.True(policy.Allows("anything.example", IPAddress.Parse("10.20.3.4"), isPlainHttp: false));
        Assert.False(policy.Allows("anything.example", IPAddress.Parse("10.21.3.4"), isPlainHttp: false));
        Assert.True(policy.Allows("STATUS.internal.example", IPAddress.Parse("192.168.7.7"), isPlainHttp: false));
        Assert.False(policy.Allows("other.internal.example", IPAddress.Parse("192.168.7.7"), isPlainHttp: false));
        Assert.False(policy.Allows("status.internal.example", IPAddress.Parse("127.0.0.1"), isPlainHttp: false));
        Assert.False(policy.Allows("status.internal.example", IPAddress.Parse("169.254.1.1"), isPlainHttp: false));
        Assert.False(policy.Allows("status.internal.example", IPAddress.Parse("192.168.7.7"), isPlainHttp: true));
        Assert.False(policy.Allows("anything.example", IPAddress.Parse("10.20.3.4"), isPlainHttp: true));
    }

    [Fact]
    public async Task A_name_is_looked_up_once_for_each_connection_and_judged_again_for_the_next_one()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return context.Response.WriteAsync("ok");
        });
        // Rebinding: a permitted address at first, another one afterwards.
        var resolver = new ScriptedResolver(["127.0.0.1"], ["10.0.0.1"]);
        var client = Client(resolver);
        var request = new OutboundRequest($"http://rebound.example:{server.Url.Port}/");

        Assert.True((await client.SendAsync(request, Loopback)).IsSuccess);
        Assert.Equal(1, resolver.LookUps);
        Assert.Equal(OutboundFailure.AddressNotAllowed, (await client.SendAsync(request, Loopback)).Failure);
        Assert.Equal(2, resolver.LookUps);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Of_several_addresses_only_the_permitted_ones_are_connected_to()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("ok"));
        var client = Client(new ScriptedResolver(["10.0.0.1", "169.254.169.254", "127.0.0.1"]));

        Assert.True((await client.SendAsync(new OutboundRequest($"http://mixed.example:{server.Url.Port}/"), Loopback)).IsSuccess);
    }

    [Fact]
    public async Task A_connection_of_one_policy_serves_no_other()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("ok"));
        var client = Client();
        var url = new OutboundRequest(server.At("/"));

        Assert.True((await client.SendAsync(url, Loopback)).IsSuccess);
        var other = await client.SendAsync(url with { Url = url.Url.Replace("http:", "https:") }, new OutboundPolicy([], [], false));

        Assert.Equal(OutboundFailure.AddressNotAllowed, other.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_whether_or_not_it_says_its_length(bool saysLength)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = saysLength ? 2049 : null;
            await context.Response.Body.WriteAsync(new byte[2049]);
        });
        var exact = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(new byte[2048]).AsTask());
        var client = Client(options: new GuardedHttpOptions { MaxResponseBytes = 2048 });

        Assert.Equal(OutboundFailure.TooLarge, (await client.SendAsync(new OutboundRequest(server.At("/")), Loopback)).Failure);
        Assert.Equal(2048, (await client.SendAsync(new OutboundRequest(exact.At("/")), Loopback)).Body.Length);
        await exact.DisposeAsync();
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off_at_the_limit()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var piece = new byte[16 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });

        Assert.Equal(OutboundFailure.TooLarge, (await Client().SendAsync(new OutboundRequest(server.At("/")), Loopback)).Failure);
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up_when_the_time_is_up()
    {
        var begun = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await Until(context.RequestAborted);
        });
        var clock = new FakeTimeProvider();
        var reply = Client(clock: clock).SendAsync(new OutboundRequest(server.At("/")), Loopback);
        await begun.Task;
        Assert.False(reply.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(OutboundFailure.TimedOut, (await reply).Failure);
    }

    [Fact]
    public async Task A_request_beyond_the_tenants_share_waits_within_its_time_and_other_tenants_do_not()
    {
        var arrived = new SemaphoreSlim(0);
        var open = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            arrived.Release();
            await (context.Request.Path == "/held" ? open.Task : Task.CompletedTask);
        });
        var clock = new FakeTimeProvider();
        var client = Client(clock: clock, options: new GuardedHttpOptions { MaxRequestsPerTenant = 2 });
        var held = new OutboundRequest(server.At("/held"));
        var (one, two) = (client.SendAsync(held, Loopback), client.SendAsync(held, Loopback));
        await arrived.WaitAsync();
        await arrived.WaitAsync();

        var third = client.SendAsync(held with { Timeout = TimeSpan.FromSeconds(1) }, Loopback);
        var others = await client.SendAsync(new OutboundRequest(server.At("/")), new OutboundPolicy([], [], allowLoopback: true));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(others.IsSuccess);
        Assert.Equal(OutboundFailure.TimedOut, (await third).Failure);
        open.SetResult();
        Assert.True((await one).IsSuccess && (await two).IsSuccess);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_http_or_not_at_all_is_a_failure_and_no_exception()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answer = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[4]);
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.6\r\n\r\n"u8.ToArray());
        });

        var garbled = await Client().SendAsync(new OutboundRequest($"http://127.0.0.1:{port}/"), Loopback);
        await answer;
        listener.Stop();
        var closed = await Client().SendAsync(new OutboundRequest($"http://127.0.0.1:{port}/"), Loopback);

        Assert.Equal(OutboundFailure.NotHttp, garbled.Failure);
        Assert.Equal(OutboundFailure.ConnectionFailed, closed.Failure);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_even_where_the_address_is_allowed()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("ok"), certificate);

        var reply = await Client().SendAsync(new OutboundRequest(server.At("/")), Loopback);

        Assert.Equal(OutboundFailure.ConnectionFailed, reply.Failure);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_failure_and_no_exception()
    {
        var reply = await Client(new ScriptedResolver(Array.Empty<string>())).SendAsync(new OutboundRequest("https://nowhere.example/"), OutboundPolicy.PublicOnly);

        Assert.Equal(OutboundFailure.NameNotResolved, reply.Failure);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name_value_and_remedy()
    {
        var validator = new GuardedHttpOptionsValidator();

        var result = validator.Validate(null, new GuardedHttpOptions { MaxRedirects = 9, ForbiddenNetworks = ["nonsense"] });

        Assert.True(validator.Validate(null, new GuardedHttpOptions()).Succeeded);
        Assert.Collection(
            result.Failures!,
            e => Assert.Equal("Eudiplo:Http:MaxRedirects is 9. Choose a value from 0 to 5.", e),
            e => Assert.StartsWith("Eudiplo:Http:ForbiddenNetworks:0 is 'nonsense'.", e));
    }

    internal static GuardedHttp Client(IHostResolver? resolver = null, GuardedHttpOptions? options = null, TimeProvider? clock = null) =>
        new(resolver ?? new DnsHostResolver(), Options.Create(options ?? new GuardedHttpOptions()), clock ?? new FakeTimeProvider());

    private static async Task Until(CancellationToken ended)
    {
        var done = new TaskCompletionSource();
        await using var registration = ended.Register(done.SetResult);
        await done.Task;
    }
}
