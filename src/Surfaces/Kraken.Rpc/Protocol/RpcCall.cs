using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>One call of a request, read as JSON-RPC 2.0 has it.</summary>
/// <param name="Id">What the answer carries; undefined for none.</param>
/// <param name="Method">The method's name; empty when the call is none.</param>
/// <param name="Params">The parameters; undefined for none.</param>
/// <param name="Error">Why the call is none, or its parameters are not fit to be read; null when it can be dispatched.</param>
internal sealed record RpcCall(JsonElement Id, string Method, JsonElement Params, RpcError? Error)
{
    private const int MaxIdLength = 256;

    /// <summary>Whether an answer is wanted: a call without id is a notification, but what is no call at all is told so.</summary>
    internal bool WantsAnswer => Id.ValueKind != JsonValueKind.Undefined || Method.Length == 0;

    internal static RpcCall Read(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            return Invalid(default, "expected an object with jsonrpc, method and id");
        }

        if (Members.Of(call, out Members members) is { } wrong)
        {
            return Invalid(default, wrong);
        }

        if (CheckId(members.Id) is { } badId)
        {
            return Invalid(default, badId);
        }

        if (!IsText(members.Version) || !members.Version.ValueEquals("2.0"u8))
        {
            return Invalid(members.Id, "jsonrpc: expected \"2.0\"");
        }

        if (!IsText(members.Method) || members.Method.GetString() is not { Length: > 0 } method)
        {
            return Invalid(members.Id, "method: expected its name");
        }

        return new(members.Id, method, members.Params, CheckParams(members.Params));
    }

    private static RpcCall Invalid(JsonElement id, string detail) => new(id, string.Empty, default, RpcError.InvalidRequest(detail));

    private static string? CheckId(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String or JsonValueKind.Number when JsonMarshal.GetRawUtf8Value(id).Length > MaxIdLength =>
            $"an id has at most {MaxIdLength} characters",
        JsonValueKind.Number => null,
        JsonValueKind.String => IsText(id) ? null : "an id is text; half a surrogate pair is none",
        _ => "an id is a string, a number or null",
    };

    private static RpcError? CheckParams(JsonElement given)
    {
        if (given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return null;
        }

        return !SurrogatePairs.AreWhole(JsonMarshal.GetRawUtf8Value(given))
            ? RpcError.InvalidParams("params: half a surrogate pair is no text")
            : MemberNames.FirstRepeated(given) is { } name ? RpcError.InvalidParams($"params: '{name}' is given twice in one object")
            : null;
    }

    private static bool IsText(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && SurrogatePairs.AreWhole(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>The members that the protocol knows; others are left alone.</summary>
    private struct Members
    {
        internal JsonElement Id;
        internal JsonElement Version;
        internal JsonElement Method;
        internal JsonElement Params;

        /// <summary>Finds the members; gives what is wrong with their names.</summary>
        internal static string? Of(JsonElement call, out Members members)
        {
            members = default;
            foreach (JsonProperty member in call.EnumerateObject())
            {
                if (!SurrogatePairs.AreWhole(JsonMarshal.GetRawUtf8PropertyName(member)))
                {
                    return "a member's name is text; half a surrogate pair is none";
                }

                bool isRepeated = member.Name switch
                {
                    "id" => Set(ref members.Id, member.Value),
                    "jsonrpc" => Set(ref members.Version, member.Value),
                    "method" => Set(ref members.Method, member.Value),
                    "params" => Set(ref members.Params, member.Value),
                    _ => false,
                };
                if (isRepeated)
                {
                    return $"{member.Name} is given twice";
                }
            }

            return null;
        }

        private static bool Set(ref JsonElement place, JsonElement value)
        {
            bool isRepeated = place.ValueKind != JsonValueKind.Undefined;
            place = value;
            return isRepeated;
        }
    }
}
