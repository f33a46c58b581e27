using System.Collections.Generic;
using Kraken.Execution.Constants;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Fees;

/// <summary>Everything that a transaction used and pays for.</summary>
public sealed record TransactionResources
{
    /// <summary>Kind, for the OS overhead.</summary>
    public required TransactionType Kind { get; init; }

    /// <summary>Felts of calldata and proof facts.</summary>
    public required int CalldataLength { get; init; }

    /// <summary>Felts of the signature.</summary>
    public int SignatureLength { get; init; }

    /// <summary>Bytes of the declared class: 32 per felt of Sierra and of bytecode, one per character of the ABI.</summary>
    public ulong CodeSize { get; init; }

    /// <summary>Whether a client-side proof comes with it.</summary>
    public bool HasProof { get; init; }

    /// <summary>State changes.</summary>
    public required StateChangeCount State { get; init; }

    /// <summary>Emitted events.</summary>
    public ulong Events { get; init; }

    /// <summary>Keys of all emitted events together.</summary>
    public ulong EventKeys { get; init; }

    /// <summary>Data felts of all emitted events together.</summary>
    public ulong EventData { get; init; }

    /// <summary>Payload lengths of messages to L1.</summary>
    public IReadOnlyList<int> MessagesToL1 { get; init; } = [];

    /// <summary>Payload length of the message from L1, for an L1 handler.</summary>
    public int? MessageFromL1 { get; init; }

    /// <summary>VM resources of calls metered by steps.</summary>
    public VmResources Vm { get; init; }

    /// <summary>Steps of a reverted execution.</summary>
    public long RevertedSteps { get; init; }

    /// <summary>Sierra gas of calls metered by gas, reverted gas included.</summary>
    public ulong SierraGas { get; init; }

    /// <summary>The gas vector of a transaction that bounds all three gases.</summary>
    /// <param name="constants">Prices.</param>
    /// <param name="blobs">Whether state diffs go to blobs.</param>
    public GasVector ToGas(VersionedConstants constants, bool blobs) =>
        GasVector.OfL2(ArchivalGas(constants.Archival))
            + State.StateGas(constants, blobs) + MessageResources.Gas(MessagesToL1, MessageFromL1) + ComputationGas(constants, blobs);

    /// <summary>
    /// VM resources of the calls metered by steps and of the OS around them; those of a reverted execution are not among them.
    /// </summary>
    /// <param name="constants">Prices.</param>
    /// <param name="blobs">Whether state diffs go to blobs.</param>
    public VmResources TotalVm(VersionedConstants constants, bool blobs)
    {
        VmResources total = Vm + constants.Os.Of(Kind, CalldataLength);
        return blobs ? total + constants.Os.BlobCommitment((long)State.DataWords) : total;
    }

    private ulong ArchivalGas(ArchivalCosts archival)
    {
        ResourceRatio felt = archival.PerDataFelt;
        ResourceRatio key = archival.EventKeyFactor;
        ResourceRatio events = new(felt.Numerator, felt.Denominator * key.Denominator);
        return felt.Floor((ulong)(CalldataLength + SignatureLength))
            + archival.PerCodeByte.Floor(CodeSize)
            + (HasProof ? archival.PerProof.Floor(1) : 0)
            + events.Floor((key.Numerator * EventKeys) + (key.Denominator * EventData));
    }

    private GasVector ComputationGas(VersionedConstants constants, bool blobs)
    {
        ulong vm = constants.VmFees.Heaviest(TotalVm(constants, blobs), RevertedSteps, L1GasCosts.Ethereum.StepsPerSegmentArenaInstance);
        return GasVector.OfL2(checked(constants.L1GasToL2Gas(vm) + SierraGas));
    }
}
