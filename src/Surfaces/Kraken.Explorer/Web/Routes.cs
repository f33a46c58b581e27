using System.Globalization;
using Kraken.Fields;
using Kraken.Proofs;
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

    /// <summary>The list of proofs after an entry.</summary>
    public static string Proofs(ProofKey after) => $"/proofs?after={after}";

    /// <summary>A proof's page.</summary>
    public static string Proof(ProofKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"/proof/{key.BlockNumber}/{key.TransactionHash}");

    /// <summary>The page of a proof of blocks.</summary>
    public static string Range(RangeKey key) => $"/range/{key.BlocksText}";

    /// <summary>The bundle of a proof of blocks.</summary>
    public static string Bundle(RangeKey key) => $"{Range(key)}/bundle";

    /// <summary>Where a proof of blocks is checked, by POST.</summary>
    public static string VerifyRange(RangeKey key) => $"{Range(key)}/verify";

    /// <summary>Where the bytes of a proof are downloaded.</summary>
    public static string ProofFile(ProofKey key) => $"{Proof(key)}/proof";

    /// <summary>The public inputs of a proof.</summary>
    public static string PublicInputs(ProofKey key) => $"{Proof(key)}/public-inputs";

    /// <summary>Where a proof is verified, by POST.</summary>
    public static string Verify(ProofKey key) => $"{Proof(key)}/verify";
}
