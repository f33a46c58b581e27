using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Farm.Proving;

/// <summary>A store of proofs of which nothing is believed: an entry passes its check, or is set aside.</summary>
/// <param name="proofs">The store.</param>
/// <param name="checker">Checks its entries.</param>
/// <param name="logger">Told of those that are set aside.</param>
public sealed class CheckedProofs(IRangeProofStore proofs, IRangeProver checker, ILogger logger)
{
    /// <summary>The good entry of blocks. Another one in its place is set aside.</summary>
    /// <param name="key">The blocks.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The entry, or what was wrong with the one that is set aside; neither where there is none.</returns>
    public async Task<(StoredRange? Good, string? Problem)> ReadAsync(RangeKey key, CancellationToken cancellation)
    {
        string? problem;
        try
        {
            if (await proofs.ReadAsync(key, cancellation).ConfigureAwait(false) is not { } stored)
            {
                return (null, null);
            }

            problem = await checker.FindProblemAsync(stored, cancellation).ConfigureAwait(false);
            if (problem is null)
            {
                return (stored, null);
            }
        }
        catch (InvalidDataException exception)
        {
            problem = exception.Message;
        }

        problem = DeadLetter.Shortened(problem);
        logger.LogWarning("the entry of {Key} in the proof store is no good and is set aside: {Problem}", key, problem);
        await proofs.SetAsideAsync(key, cancellation).ConfigureAwait(false);
        return (null, problem);
    }
}
