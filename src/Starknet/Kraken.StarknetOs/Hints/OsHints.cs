using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of the operating system by their names, and those of its library that are known by the key of their text.</summary>
internal static class OsHints
{
    // They log, or compare what the program asserts anyway.
    private static readonly string[] WithoutEffect =
    [
        "StarknetOsInput", "LogRemainingBlocks", "LogRemainingTxs", "LogEnterSyscall", "OsLoggerEnterSyscallPrepareExitSyscall",
        "OsLoggerExitSyscall", "ExitTx", "ExitCall", "EnterCall", "ConfigureKzgManager", "SetProofFactTopology", "CheckRetdataForDebug",
        "DebugExpectedInitialGas", "CheckNewCallContractResponse", "CheckNewDeployResponse", "CheckSyscallResponse",
        "AssertKeyBigEnoughForAlias", "ComputeCommitmentsOnFinalizedStateWithAliases", "CacheContractStorageRequestKey",
        "CacheContractStorageSyscallRequestAddress",
    ];

    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) =>
        WithoutEffect.Select(name => KeyValuePair.Create<string, HintFactory>(name, _ => _ => { }))
            .Concat(BlockHints.Over(state))
            .Concat(TransactionHints.Over(state))
            .Concat(CallHints.Over(state))
            .Concat(BuiltinHints.All)
            .Concat(ContractHints.Over(state))
            .Concat(ClassHints.Over(state))
            .Concat(SquashedStateHints.Over(state))
            .Concat(AliasHints.Over(state))
            .Concat(CommitmentHints.Over(state))
            .Concat(PatriciaHints.Over(state))
            .Concat(OutputHints.Over(state))
            .Concat(CompressionHints.All)
            .Concat(ComparisonHints.All)
            .ToDictionary();
}
