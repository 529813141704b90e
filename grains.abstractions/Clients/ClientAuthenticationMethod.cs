namespace Eudiplo.Grains.Abstractions.Clients;

/// <summary>The ways in which a client can authenticate: the values of <c>token_endpoint_auth_method</c> (RFC 7591, section 2).</summary>
[GenerateSerializer, Alias("eudiplo.ClientAuthenticationMethod")]
public enum ClientAuthenticationMethod
{
    /// <summary><c>none</c>: a public client.</summary>
    None = 0,

    /// <summary><c>client_secret_basic</c>: HTTP Basic.</summary>
    ClientSecretBasic = 1,

    /// <summary><c>client_secret_post</c>: <c>client_secret</c> in the body.</summary>
    ClientSecretPost = 2,

    /// <summary><c>private_key_jwt</c>: an assertion that the client signed (RFC 7523, section 2.2).</summary>
    PrivateKeyJwt = 3,

    /// <summary><c>attest_jwt_client_auth</c>: an attestation and a proof of the key in it.</summary>
    Attestation = 4,
}
