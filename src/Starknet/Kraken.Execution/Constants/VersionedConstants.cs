using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using Kraken.Sierra;
using Kraken.Starknet.Receipts;

namespace Kraken.Execution.Constants;

/// <summary>
/// Every number of execution that belongs to a protocol version: gas prices, limits, rules. Read from the protocol's constants files
/// (Resources); instances are immutable and may be shared between threads.
/// </summary>
public sealed record VersionedConstants
{
    private const string FilePrefix = "blockifier_versioned_constants_";
    private const string FileSuffix = ".json";

    private static readonly ConcurrentDictionary<string, VersionedConstants?> Embedded = new(StringComparer.Ordinal);

    /// <summary>The protocol versions whose constants ship with Kraken, oldest first.</summary>
    public static ImmutableArray<string> Versions { get; } =
    [
        .. typeof(VersionedConstants).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(FilePrefix, StringComparison.Ordinal))
            .Select(name => name[FilePrefix.Length..^FileSuffix.Length].Replace('_', '.'))
            .OrderBy(Version.Parse),
    ];

    /// <summary>Limits on events.</summary>
    public required EventLimits Events { get; init; }

    /// <summary>Most steps of __execute__ where steps are counted.</summary>
    public required long InvokeMaxSteps { get; init; }

    /// <summary>Most steps of validation where steps are counted.</summary>
    public required long ValidateMaxSteps { get; init; }

    /// <summary>Deepest nesting of calls.</summary>
    public required int MaxRecursionDepth { get; init; }

    /// <summary>Most felts of calldata of a transaction.</summary>
    public required int MaxCalldataLength { get; init; }

    /// <summary>Most felts of bytecode of a class.</summary>
    public required int MaxBytecodeLength { get; init; }

    /// <summary>Gas of archived data.</summary>
    public required ArchivalCosts Archival { get; init; }

    /// <summary>Gas of a storage cell that turns from zero to non-zero, with state diffs in blobs.</summary>
    public required GasVector AllocationWithBlobs { get; init; }

    /// <summary>The same with state diffs in calldata.</summary>
    public required GasVector AllocationWithCalldata { get; init; }

    /// <summary>Prices of VM resources.</summary>
    public required VmFeeCosts VmFees { get; init; }

    /// <summary>Sierra gas prices.</summary>
    public required GasCosts Gas { get; init; }

    /// <summary>Resources of the OS.</summary>
    public required OsResources Os { get; init; }

    /// <summary>Rules.</summary>
    public required ProtocolFlags Flags { get; init; }

    /// <summary>From this Sierra version on, calls are metered by Sierra gas, below it by VM resources.</summary>
    public required SierraVersion MinSierraVersionForSierraGas { get; init; }

    /// <summary>Selectors of the protocol's own calls.</summary>
    public required EntryPointSelectors Selectors { get; init; }

    /// <summary>Failure strings.</summary>
    public required FailureFelts Failures { get; init; }

    /// <summary>System contracts.</summary>
    public required SystemContracts System { get; init; }

    /// <summary>Accounts with an older transaction info.</summary>
    public required LegacyAccounts LegacyAccounts { get; init; }

    /// <summary>The proofs that transactions may bring.</summary>
    public required AllowedProofs Proofs { get; init; }

    /// <summary>The felt that __validate__ answers with.</summary>
    public required Kraken.Fields.Felt Validated { get; init; }

    /// <summary>Block numbers are rounded down to a multiple of this in validation.</summary>
    public required ulong ValidateBlockNumberRounding { get; init; }

    /// <summary>Timestamps are rounded down to a multiple of this (seconds) in validation.</summary>
    public required ulong ValidateTimestampRounding { get; init; }

    /// <summary>Most Sierra gas of __execute__.</summary>
    public required ulong ExecuteMaxSierraGas { get; init; }

    /// <summary>Most Sierra gas of validation.</summary>
    public required ulong ValidateMaxSierraGas { get; init; }

    /// <summary>Gas bounds of an L1 handler.</summary>
    public required GasVector L1HandlerBounds { get; init; }

    /// <summary>The constants of a protocol version that ships with Kraken, such as "0.14.3"; null for another.</summary>
    public static VersionedConstants? ForVersion(string protocolVersion) =>
        Versions.Contains(protocolVersion) ? Embedded.GetOrAdd(protocolVersion, LoadEmbedded) : null;

    /// <summary>Reads a constants file.</summary>
    /// <param name="json">The file's content, UTF-8 JSON.</param>
    /// <param name="constants">The constants, or null.</param>
    /// <param name="error">What is missing or wrong, or null.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out VersionedConstants? constants,
        [NotNullWhen(false)] out string? error) =>
        ConstantsReader.TryRead(json, out constants, out error);

    /// <summary>L1 gas as L2 gas, rounded up: a step costs both prices.</summary>
    public ulong L1GasToL2Gas(ulong l1Gas) => new ResourceRatio(Gas.Step * VmFees.Step.Denominator, VmFees.Step.Numerator).Ceiling(l1Gas);

    /// <summary>Gas of an allocated storage cell.</summary>
    public GasVector Allocation(bool blobs) => blobs ? AllocationWithBlobs : AllocationWithCalldata;

    private static VersionedConstants? LoadEmbedded(string protocolVersion)
    {
        string name = $"{FilePrefix}{protocolVersion.Replace('.', '_')}{FileSuffix}";
        using Stream? stream = typeof(VersionedConstants).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return TryParse(copy.ToArray(), out VersionedConstants? constants, out string? error)
            ? constants
            : throw new InvalidDataException($"embedded constants of {protocolVersion}: {error}");
    }
}
