using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.StarknetOs.Hints;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.StarknetOs.Output;

/// <summary>The changes that the execution of blocks found, as the operating system puts them out.</summary>
internal sealed class ExpectedChanges
{
    private readonly IStateReader before;
    private readonly IStateReader after;
    private readonly ICommitmentReader committedBefore;
    private readonly ICommitmentReader committedAfter;
    private readonly HashSet<CellValue> cells;

    /// <summary>The changes of blocks, at least one.</summary>
    public ExpectedChanges(IReadOnlyList<RecordedBlock> blocks)
    {
        before = blocks[0].Before;
        after = new DiffOverlay(blocks[^1].Before, blocks[^1].Executed.StateDiff);
        committedBefore = blocks[0].Commitments.Before;
        committedAfter = blocks[^1].Commitments.After;
        cells = [.. blocks.SelectMany(block => block.Executed.StateDiff.Cells()).Select(cell => cell with { Value = default })];
    }

    /// <summary>Of contracts, with aliases in the place of what has one.</summary>
    public ImmutableArray<ContractChange> Contracts() =>
    [
        .. cells.Where(cell => cell.Kind != CellKind.CompiledClass).GroupBy(cell => cell.Owner).OrderBy(group => group.Key)
            .Select(group => ChangeOf(group.Key, group)).OfType<ContractChange>(),
    ];

    /// <summary>The compiled hashes that are others now, ascending by class hash.</summary>
    public ImmutableArray<ValueChange> Classes() =>
    [
        .. cells.Where(cell => cell.Kind == CellKind.CompiledClass).Select(cell => cell.Owner).Order()
            .Select(hash => new ValueChange(hash, before.CompiledClassHashOf(hash), after.CompiledClassHashOf(hash)))
            .Where(change => change.Before != change.After),
    ];

    private ContractChange? ChangeOf(Felt address, IEnumerable<CellValue> changed)
    {
        bool hasAliases = address > AliasAllocation.LastUnaliased;
        ValueChange[] storage =
        [
            .. changed.Where(cell => cell.Kind == CellKind.Storage).Select(cell => cell.Key).Order()
                .Select(key => new ValueChange(
                    key, Stored(before, committedBefore, address, key), Stored(after, committedAfter, address, key)))
                .Where(change => change.Before != change.After),
        ];
        ContractChange change = new(
            hasAliases ? AliasOf(address) : address, before.NonceAt(address), after.NonceAt(address), before.ClassHashAt(address),
            after.ClassHashAt(address),
            hasAliases ? [.. storage.Select(item => item with { Key = AliasOf(item.Key) })] : [.. storage]);
        return storage.Length != 0 || change.NonceBefore != change.NonceAfter || change.ClassBefore != change.ClassAfter ? change : null;
    }

    private Felt AliasOf(Felt key) => key < AliasAllocation.FirstAlias ? key : Committed(committedAfter, AliasHints.Contract, key);

    // Of the aliases the witness has the tries alone.
    private static Felt Stored(IStateReader state, ICommitmentReader commitment, Felt contract, Felt key) =>
        contract == AliasHints.Contract ? Committed(commitment, contract, key) : state.StorageAt(contract, key);

    private static Felt Committed(ICommitmentReader state, Felt contract, Felt key) =>
        PatriciaTrie<PedersenTrieHash>.Get(state, state.StorageRootOf(contract), StateCommitter.Height, key);
}
