using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>The state after a proposal that is not decided yet.</summary>
/// <param name="below">The state after its parent.</param>
internal sealed class PreConfirmedState(IChainState below, PreConfirmedBlock proposal) : IChainState
{
    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => Written(contract, key) ?? below.StorageAt(contract, key);

    /// <inheritdoc/>
    public ulong? LastUpdateOf(in Felt contract, in Felt key) =>
        Written(contract, key) is null ? below.LastUpdateOf(contract, key) : proposal.Block.Header.Number;

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract)
    {
        foreach (NonceUpdate update in proposal.Diff.Nonces)
        {
            if (update.Address == contract)
            {
                return update.Nonce;
            }
        }

        return below.NonceAt(contract);
    }

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) =>
        ClassIn(proposal.Diff.ReplacedClasses, contract)
        ?? ClassIn(proposal.Diff.DeployedContracts, contract)
        ?? below.ClassHashAt(contract);

    /// <inheritdoc/>
    public bool IsDeclared(in Felt classHash)
    {
        Felt hash = classHash;
        return proposal.Diff.DeclaredClasses.Any(declared => declared.ClassHash == hash) || below.IsDeclared(classHash);
    }

    private Felt? Written(Felt contract, Felt key)
    {
        foreach (ContractStorageDiff diff in proposal.Diff.StorageDiffs)
        {
            foreach (StorageEntry entry in diff.Address == contract ? diff.Entries : [])
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }
        }

        return null;
    }

    private static Felt? ClassIn(IEnumerable<ContractClass> contracts, in Felt contract)
    {
        foreach (ContractClass item in contracts)
        {
            if (item.Address == contract)
            {
                return item.ClassHash;
            }
        }

        return null;
    }
}
