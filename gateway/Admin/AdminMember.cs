using Microsoft.OpenApi;

namespace Eudiplo.Gateway.Admin;

/// <summary>A member of the body of an admin call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: one of string, boolean, integer, number, object, and array (of strings).</param>
/// <param name="Description">What it means.</param>
internal sealed record AdminMember(string Name, JsonSchemaType Type, string Description);
