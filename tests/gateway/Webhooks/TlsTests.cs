using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Clients;

namespace Eudiplo.Gateway.Tests.Webhooks;

/// <summary>The server's own requests over TLS, with a certificate authority that the machine trusts, as an issuer's own often is.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("webhook.example", false)]
    public async Task A_webhook_is_spoken_to_over_TLS_only_with_a_trusted_certificate_for_its_name(string certificateName, bool isReached)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-tls-").FullName;
        using var authority = Authority();
        await File.WriteAllTextAsync(Path.Combine(directory, "ca.pem"), authority.ExportCertificatePem());
        using var certificate = Issue(authority, certificateName);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var request = ServeOnceAsync(listener, certificate);
        Directory.CreateDirectory(Path.Combine(directory, "tenants"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json"), Path.Combine(directory, "tenants", "demo.json"));
        await File.WriteAllTextAsync(
            Path.Combine(directory, "tenants", "acme.json"),
            AdminClient.Tenant(
                "acme",
                $$"""
                , "outbound": { "allowLoopback": true },
                "revocationWebhook": { "url": "https://localhost:{{((IPEndPoint)listener.LocalEndpoint).Port}}/revocations" }
                """));
        try
        {
            // The machine's list of authorities is what the process is told that it is.
            await using var gateway = await GatewayProcess.StartAsync(
                GatewayProcess.FreeUrl(),
                directory,
                ("Eudiplo__Tenants__Directory", Path.Combine(directory, "tenants")),
                ("Eudiplo__Admin__KeyHash", ClientSecretHash.Of(AdminClient.Key)),
                ("SSL_CERT_FILE", Path.Combine(directory, "ca.pem")),
                ("SSL_CERT_DIR", directory));
            using var revoke = new HttpRequestMessage(HttpMethod.Post, "/admin/tenants/acme/revocations")
            {
                Content = new StringContent("""{"client":"somebody"}""", Encoding.UTF8, "application/json"),
                Headers = { Authorization = new("Bearer", AdminClient.Key) },
            };
            var response = await gateway.Http.SendAsync(revoke);

            // The webhook's word is to bypass the revocation; no answer does not hold it up.
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            if (isReached)
            {
                Assert.StartsWith("POST /revocations HTTP/1.1", await request, StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            }
            else
            {
                Assert.Equal(0, (int?)answer["revoked"]);
                await Assert.ThrowsAnyAsync<Exception>(() => request);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string> ServeOnceAsync(TcpListener listener, X509Certificate2 certificate)
    {
        const string body = """{"bypass":true}""";
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsServerAsync(certificate, clientCertificateRequired: false, SslProtocols.None, checkCertificateRevocation: false);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("}}", StringComparison.Ordinal))
        {
            var read = await tls.ReadAsync(buffer);
            if (read == 0)
            {
                throw new IOException("The client turned away.");
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        await tls.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        return text.ToString();
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddHours(12), [1, 2, 3, 4]);
        return issued.CopyWithPrivateKey(key);
    }
}
