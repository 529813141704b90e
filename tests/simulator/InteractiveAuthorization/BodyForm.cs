namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>How request bodies are written.</summary>
public enum BodyForm
{
    /// <summary>`application/x-www-form-urlencoded`, as the specification has it.</summary>
    Form,

    /// <summary>`application/json`, as the guide has it; `authorization_details` and `openid4vp_response` stay JSON texts.</summary>
    Json,
}
