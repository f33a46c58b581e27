using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>Gives the witness of blocks, of which everything is established before it is given.</summary>
internal interface IWitnessReader
{
    /// <summary>Reads the witness of blocks.</summary>
    Task<ReadWitness> ReadAsync(BlockSpan blocks, CancellationToken cancellation);
}
