using System.Globalization;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Web;

/// <summary>The paths of the pages.</summary>
internal static class Routes
{
    /// <summary>A block's page.</summary>
    public static string Block(ulong number) => string.Create(CultureInfo.InvariantCulture, $"/block/{number}");

    /// <summary>The list of blocks from a number down.</summary>
    public static string Blocks(ulong from) => string.Create(CultureInfo.InvariantCulture, $"/blocks?from={from}");

    /// <summary>A transaction's page.</summary>
    public static string Transaction(Felt hash) => $"/tx/{hash}";

    /// <summary>A transaction's call tree.</summary>
    public static string Trace(Felt hash) => $"/tx/{hash}/trace";

    /// <summary>A contract's page.</summary>
    public static string Contract(Felt address) => $"/contract/{address}";

    /// <summary>A class's page.</summary>
    public static string Class(Felt hash) => $"/class/{hash}";

    /// <summary>The page about the watcher.</summary>
    public const string Watcher = "/watcher";

    /// <summary>The chain of proofs.</summary>
    public const string AllProofs = "/proofs";

    /// <summary>The proofs of blocks below those of one.</summary>
    public static string Proofs(RangeKey after) => $"{AllProofs}?after={after.BlocksText}";

    /// <summary>The page of a proof of blocks.</summary>
    public static string Proof(RangeKey key) => $"/proof/{key.BlocksText}";

    /// <summary>The bundle of a proof, with all that checking it takes.</summary>
    public static string Bundle(RangeKey key) => $"{Proof(key)}/bundle";

    /// <summary>Where a proof is checked, by POST.</summary>
    public static string Verify(RangeKey key) => $"{Proof(key)}/verify";
}
