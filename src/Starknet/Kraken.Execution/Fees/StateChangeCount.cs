using Kraken.Execution.Constants;
using Kraken.Starknet.Receipts;

namespace Kraken.Execution.Fees;

/// <summary>How much of the state a transaction changes, as its data availability is priced.</summary>
/// <param name="StorageUpdates">Changed storage cells.</param>
/// <param name="ClassHashUpdates">Contracts with a new class.</param>
/// <param name="CompiledClassUpdates">Declared classes.</param>
/// <param name="ModifiedContracts">Contracts with any change, the fee token left out.</param>
/// <param name="AllocatedCells">Storage cells that turned from zero to non-zero.</param>
public readonly record struct StateChangeCount(
    int StorageUpdates,
    int ClassHashUpdates,
    int CompiledClassUpdates,
    int ModifiedContracts,
    int AllocatedCells)
{
    /// <summary>Words of the state diff on L1: two per modified contract, storage cell and declared class, one per class update.</summary>
    public ulong DataWords =>
        (2 * (ulong)ModifiedContracts) + (L1GasCosts.Ethereum.ClassUpdateWords * (ulong)ClassHashUpdates)
            + (2 * (ulong)StorageUpdates) + (2 * (ulong)CompiledClassUpdates);

    /// <summary>Gas of publishing the state diff.</summary>
    /// <param name="blobs">Whether state diffs go to blobs.</param>
    public GasVector DataGas(bool blobs)
    {
        L1GasCosts l1 = L1GasCosts.Ethereum;
        if (blobs)
        {
            return new(0, DataWords * l1.BlobGasPerFieldElement, 0);
        }

        ulong discount = ((ulong)ModifiedContracts * (l1.CalldataWord - l1.WordWithNonzeroBytes(l1.DaModifiedContractNonzeroBytes)))
            + l1.CalldataWord - l1.WordWithNonzeroBytes(l1.DaFeeBalanceNonzeroBytes);
        ulong naive = DataWords * l1.DaWord;
        return GasVector.OfL1(naive > discount ? naive - discount : 0);
    }

    /// <summary>Gas of the state: publishing it and allocating cells.</summary>
    public GasVector StateGas(VersionedConstants constants, bool blobs) =>
        DataGas(blobs) + (constants.Allocation(blobs) * (ulong)AllocatedCells);
}
