using System.Text;
using Eudiplo.Load.Http;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>The load tool's own HTTP and JSON reading.</summary>
public sealed class LoadHttpTests
{
    private const string Reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-length: 7\r\n\r\n{\"a\":1}";

    [Fact]
    public void A_reply_is_complete_only_with_its_whole_head()
    {
        var bytes = Encoding.ASCII.GetBytes(Reply);
        var headLength = Reply.IndexOf('{', StringComparison.Ordinal);
        for (var length = 0; length < headLength; length++)
        {
            Assert.False(ReplyFraming.TryRead(bytes.AsSpan(0, length), out _));
        }

        Assert.True(ReplyFraming.TryRead(bytes, out var framing));
        Assert.Equal(new ReplyFraming(200, headLength, 7, KeepAlive: true), framing);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oops\r\nConnection: Close\r\nTransfer-Encoding: chunked\r\n\r\n", 500, -1, false)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, 0, true)]
    public void Status_length_and_persistence_are_read(string head, int status, int length, bool keepAlive)
    {
        Assert.True(ReplyFraming.TryRead(Encoding.ASCII.GetBytes(head), out var framing));
        Assert.Equal(new ReplyFraming(status, head.Length, length, keepAlive), framing);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    public void What_is_not_a_reply_is_told_apart_from_one_that_is_not_complete(string text) =>
        Assert.Throws<InvalidDataException>(() => ReplyFraming.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Chunks_are_joined_only_when_the_last_one_is_there()
    {
        var bytes = Encoding.ASCII.GetBytes("4\r\n{\"a\"\r\n3;x=y\r\n:1}\r\n0\r\n\r\n");
        for (var length = 0; length < bytes.Length; length++)
        {
            var part = bytes[..length];
            Assert.False(ReplyFraming.TryJoinChunks(part, out _));
            Assert.Equal(bytes[..length], part);
        }

        Assert.True(ReplyFraming.TryJoinChunks(bytes, out var joined));
        Assert.Equal("{\"a\":1}", Encoding.ASCII.GetString(bytes, 0, joined));
    }

    [Fact]
    public void A_request_is_its_head_its_length_and_its_body_in_one_piece()
    {
        var buffer = new RequestBuffer();
        buffer.Append("never sent"u8);
        buffer.Clear();
        buffer.Append("a=1"u8);
        buffer.Append(new byte[10_000]);

        var text = Encoding.ASCII.GetString(buffer.Finish(new RequestHead("/x", "h:1", "t/t"), "/id"u8, "DPoP: p\r\nX: y\r\n"u8).Span);

        Assert.StartsWith(
            "POST /x/id HTTP/1.1\r\nHost: h:1\r\nContent-Type: t/t\r\nContent-Length: 10003\r\nDPoP: p\r\nX: y\r\n\r\na=1", text);
        Assert.EndsWith("\0\0", text);
        Assert.Equal(text.IndexOf("a=1", StringComparison.Ordinal) + 10_003, text.Length);
    }

    [Fact]
    public void The_members_of_a_reply_are_found_wherever_they_stand_and_nowhere_else()
    {
        var members = new ReplyMembers();

        Assert.True(members.Read("""
            {"x":{"code":"wrong","openid4vp_request":{"nonce":"wrong"}},"openid4vp_request":
             {"dcql_query":{"nonce":"wrong"},"nonce":"n\u002B1","client_metadata":{"jwks":{"code":"wrong"}}},
             "list":["code"],"auth_session":"s"}
            """u8));
        Assert.Equal("n+1", Text(members.Nonce));
        Assert.Equal("s", Text(members.AuthSession));
        Assert.Equal("""{"jwks":{"code":"wrong"}}""", Text(members.ClientMetadata));
        Assert.True(members.Code.IsEmpty);
        Assert.True(members.Read("""{"code":"c","auth_session":7}"""u8));
        Assert.Equal("c", Text(members.Code));
        Assert.True(members.AuthSession.IsEmpty);
        Assert.True(members.ClientMetadata.IsEmpty);
        Assert.False(members.Read("not JSON"u8));
        Assert.False(members.Read("""{"code":"c","""u8));

        static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
    }

    [Fact]
    public void The_members_of_replies_about_tokens_and_credentials_are_found_and_other_types_are_passed_over()
    {
        var members = new ReplyMembers("authorization_code"u8.ToArray());

        Assert.True(members.Read("""
            {"code":"wrong","authorization_code":"right","access_token":"a","token_type":"DPoP","refresh_token":"r","active":true,
             "authorization_details":[{"type":"x","credential_identifiers":["one","two"]},{"credential_identifiers":["three"]}],
             "c_nonce":"n","request_uri":"urn:x","credentials":[{"credential":"c~"},{"credential":"d~"}],"error":"e"}
            """u8));
        Assert.Equal("right", Text(members.Code));
        Assert.Equal(("a", "DPoP", "r"), (Text(members.AccessToken), Text(members.TokenType), Text(members.RefreshToken)));
        Assert.Equal(("one", "n", "urn:x"), (Text(members.CredentialIdentifier), Text(members.CredentialNonce), Text(members.RequestUri)));
        Assert.Equal("""{"credential":"c~"}""", Text(members.Credential));
        Assert.True(members.Active);
        Assert.Equal("e", Text(members.Error));

        foreach (var other in new[] { "7", "null", "\"x\"", "{\"a\":[{}]}", "[]", "[7,[8]]", "[{\"credential_identifiers\":7}]", "[{\"credential_identifiers\":[]}]" })
        {
            Assert.True(members.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"authorization_details":{{other}},"active":{{other}},"error":"e"}""")));
            Assert.Equal("e", Text(members.Error));
            Assert.True(members.CredentialIdentifier.IsEmpty);
            Assert.Null(members.Active);
            Assert.True(members.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"credentials":{{other}},"error":"e"}""")));
            Assert.Equal("e", Text(members.Error));
        }

        static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
    }

    [Fact]
    public void A_header_line_is_found_by_its_whole_name_in_any_case()
    {
        var head = Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad\r\nX-DPoP-Nonce: no\r\ndpop-NONCE:  n1 \r\nDPoP-Nonce: n2\r\nEmpty:\r\n\r\n");

        Assert.Equal("n1", Encoding.ASCII.GetString(ReplyHead.Find(head, "DPoP-Nonce"u8)));
        Assert.True(ReplyHead.Find(head, "Empty"u8).IsEmpty);
        Assert.True(ReplyHead.Find(head, "Nonce"u8).IsEmpty);
        Assert.True(ReplyHead.Find(head, "HTTP/1.1 400 Bad"u8).IsEmpty);
        Assert.True(ReplyHead.Find([], "A"u8).IsEmpty);
    }

    [Fact]
    public void A_web_step_shows_the_session_id_of_its_auth_session()
    {
        var id = Guid.Parse("01a201c7-a13c-7eb7-a372-2f3b43ddbb1d");
        var authSession = System.Buffers.Text.Base64Url.EncodeToUtf8([.. id.ToByteArray(bigEndian: true), .. new byte[32]]);
        var step = new WebStep();

        Assert.True(step.TryKeep(authSession));
        Assert.Equal(id.ToString(), Encoding.ASCII.GetString(step.SessionId.Span));
        Assert.Equal(authSession, step.AuthSession.ToArray());
        Assert.False(step.TryKeep("short"u8));
        Assert.False(step.TryKeep("????????????????????????????"u8));
    }
}
