using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>
/// Which leaves of the state before some blocks these read or write, and which classes they use: found out by executing them on what a
/// node says of the state. What comes of that execution says nothing else.
/// </summary>
internal sealed class TouchedCells
{
    /// <summary>The most leaves of a range of blocks.</summary>
    internal const int Max = 200_000;

    private static readonly Felt BlockHashContract = 1;

    private readonly RemoteClasses known;
    private readonly SortedDictionary<Felt, CompiledContract> classes = [];
    private readonly List<StateCells> blocks = [];
    private readonly CancellationToken cancellation;

    private TouchedCells(RemoteClasses known, CancellationToken cancellation)
    {
        this.known = known;
        this.cancellation = cancellation;
    }

    /// <summary>The leaves of all blocks.</summary>
    internal StateCells All { get; } = new();

    /// <summary>The leaves of each block.</summary>
    internal IReadOnlyList<StateCells> OfBlocks => blocks;

    /// <summary>The classes, by their hashes.</summary>
    internal IReadOnlyCollection<CompiledContract> Classes => classes.Values;

    /// <summary>Executes the blocks.</summary>
    /// <param name="decided">The blocks, whose headers and content are established.</param>
    /// <param name="remote">The state before them.</param>
    /// <param name="classes">The node's classes.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NodeRefusedException">They touch more leaves than there is room for.</exception>
    internal static TouchedCells Of(
        ChainInfo chain,
        IReadOnlyList<DecidedBlock> decided,
        RemoteState remote,
        RemoteClasses classes,
        CancellationToken cancellation)
    {
        TouchedCells touched = new(classes, cancellation);
        IStateReader state = remote;

        // The roots are to be proven even before blocks that touch nothing.
        touched.All.Add(CellKind.ClassHash, BlockHashContract, default);
        foreach (DecidedBlock block in decided)
        {
            touched.Run(chain, block, state);
            state = new DiffOverlay(state, block.Diff);
            if (touched.All.Count > Max)
            {
                throw new NodeRefusedException(new ReplayMismatch(
                    $"blocks from {decided[0].Block.Header.Number} to {block.Block.Header.Number}, leaves that they touch",
                    string.Create(CultureInfo.InvariantCulture, $"at most {Max}"),
                    string.Create(CultureInfo.InvariantCulture, $"{touched.All.Count}")));
            }
        }

        return touched;
    }

    private void Run(ChainInfo chain, DecidedBlock block, IStateReader state)
    {
        ulong number = block.Block.Header.Number;
        StateCells cells = new();
        try
        {
            ClassRegistry registry = new(hash => Find(number, hash, cells)?.Runnable);
            ReplayContext context = new(chain, registry, hash => Find(number, hash, cells));
            // What differs is found again, and told, when the blocks are executed over what is proven.
            BlockReplay.FindMismatches(block, new NotedState(state, cells), context, cancellation);
        }
        catch (StateUnavailableException unread) when (unread.InnerException is { } failure)
        {
            // A source that fails in the middle of the run fails as it does before.
            ExceptionDispatchInfo.Throw(failure);
        }

        cells.Add(block.Diff);
        foreach (Felt classHash in cells.Classes.Where(hash => !classes.ContainsKey(hash)).ToArray())
        {
            Find(number, classHash, cells);
        }

        blocks.Add(cells);
        All.Add(cells);
    }

    private CompiledContract? Find(ulong block, Felt classHash, StateCells cells)
    {
        CompiledContract? found = known.Find(block, classHash, cancellation);
        if (found is not null)
        {
            classes[classHash] = found;
            cells.Add(CellKind.CompiledClass, classHash, default);
        }

        return found;
    }
}
