using System.Text.Json.Nodes;
using CloudRestore.Core.Webhooks;

namespace CloudRestore.Functions.OpenApi;

/// <content>What the app sends by itself.</content>
internal static partial class ApiDocument
{
    private static JsonObject Webhooks(ApiSchemas schemas) => new()
    {
        ["event"] = new JsonObject
        {
            ["post"] = new JsonObject
            {
                ["summary"] = "Tells the webhook of a training run or restoration that it started, that a stage started or ended, or that it ended.",
                ["parameters"] = new JsonArray(
                    Parameter(Header("webhook-id", "The event's id: one that you have seen is one that you have."), schemas),
                    Parameter(Header("webhook-timestamp", "When it is sent, seconds since 1970: refuse what is minutes old."), schemas),
                    Parameter(Header("webhook-signature", "v1, and in base64 the HMAC-SHA256 of id.timestamp.body under the secret; there may be several, with spaces between."), schemas)),
                ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content([ApiContent.Json<WebhookEvent>()], schemas) },
                ["responses"] = new JsonObject
                {
                    ["2XX"] = new JsonObject { ["description"] = "You have it." },
                    ["410"] = new JsonObject { ["description"] = "You want no more events of this run." },
                    ["default"] = new JsonObject { ["description"] = "It is sent again later, for about a day. Redirects are not followed." },
                },
                ["security"] = new JsonArray(),
            },
        },
    };

    private static ApiParameter Header(string name, string description) => new(name, description, In: "header", Required: true);
}
