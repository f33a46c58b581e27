using System.Linq;
using Kraken.Rpc.Protocol;

namespace Kraken.Rpc.Methods;

/// <summary>Flags that choose what an answer shows.</summary>
internal static class ResponseFlags
{
    private const int MaxFlags = 8;

    /// <summary>Whether proof facts are asked for.</summary>
    internal static bool IncludeProofFacts(RpcParameters call) => Has(call, "response_flags", "INCLUDE_PROOF_FACTS");

    /// <summary>Whether a parameter that is a list of the one flag has it.</summary>
    internal static bool Has(RpcParameters call, string parameter, string flag) => call.GetOptional(
        parameter, false, node => node.List(MaxFlags, item => item.Word([(flag, true)])).Any());
}
