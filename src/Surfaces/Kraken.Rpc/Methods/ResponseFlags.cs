using System.Linq;
using Kraken.Rpc.Protocol;

namespace Kraken.Rpc.Methods;

/// <summary>Flags that choose what an answer shows.</summary>
internal static class ResponseFlags
{
    /// <summary>The word that asks for what was read of the state.</summary>
    internal const string InitialReads = "RETURN_INITIAL_READS";

    private const int MaxFlags = 8;

    /// <summary>Whether proof facts are asked for.</summary>
    internal static bool IncludeProofFacts(RpcParameters call) => Has(call, "response_flags", "INCLUDE_PROOF_FACTS");

    /// <summary>Whether a subscription asks for proof facts.</summary>
    internal static bool IncludeProofFactsByTag(RpcParameters call) => Has(call, "tags", "INCLUDE_PROOF_FACTS");

    /// <summary>Whether the block of a cell's last change is asked for.</summary>
    internal static bool IncludeLastUpdateBlock(RpcParameters call) => Has(call, "response_flags", "INCLUDE_LAST_UPDATE_BLOCK");

    /// <summary>Whether what a traced block reads is asked for.</summary>
    internal static bool ReturnInitialReads(RpcParameters call) => Has(call, "trace_flags", InitialReads);

    // Each of these parameters is a list that knows one word.
    private static bool Has(RpcParameters call, string parameter, string flag) => call.GetOptional(
        parameter, false, node => node.List(MaxFlags, item => item.Word([(flag, true)])).Any());
}
