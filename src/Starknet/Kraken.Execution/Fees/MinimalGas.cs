using Kraken.Execution.Constants;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Fees;

/// <summary>
/// The least gas that a transaction's bounds must allow: the overhead of its kind and the state changes that each transaction makes.
/// </summary>
public static class MinimalGas
{
    /// <summary>
    /// The minimal gas vector: only the steps of the OS overhead, one storage cell, one contract and, for a new account, its class.
    /// </summary>
    public static GasVector Of(VersionedConstants constants, TransactionType kind, int calldataLength, bool blobs)
    {
        StateChangeCount state = new(1, kind == TransactionType.DeployAccount ? 1 : 0, 0, 1, 0);
        VmResources steps = default;
        steps.Steps = constants.Os.Of(kind, calldataLength).Steps + constants.Os.BlobCommitment((long)state.DataWords).Steps;
        return state.DataGas(blobs) + GasVector.OfL2(constants.L1GasToL2Gas(constants.VmFees.Heaviest(steps, 0, 0)));
    }
}
