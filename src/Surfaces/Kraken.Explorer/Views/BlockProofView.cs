using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Views;

/// <summary>Whether a block is proved: at most one of the three is there.</summary>
/// <param name="Range">The proof of it and its neighbours, as whoever stored it states.</param>
/// <param name="Unproved">Why it has none.</param>
/// <param name="Progress">What the watcher says that it does with it now.</param>
internal sealed record BlockProofView(RangeManifest? Range, UnprovedBlock? Unproved, string? Progress)
{
    /// <summary>Block 0 is the genesis file's, and nothing of it is executed.</summary>
    public bool IsOfGenesis { get; private init; }

    /// <summary>Reads what is said of a block.</summary>
    public static async Task<BlockProofView> LoadAsync(ExplorerData data, ulong number, CancellationToken cancellation)
    {
        if (number == 0)
        {
            return new(null, null, null) { IsOfGenesis = true };
        }

        (RangeManifest? range, UnprovedBlock? unproved) =
            await data.Proofs.OfBlockAsync(number, cancellation).ConfigureAwait(false);
        return new(range, unproved, range is null && unproved is null ? ProgressOf(data.Watcher.Status?.Ranges, number) : null);
    }

    private static string? ProgressOf(RangeStatus? status, ulong number) =>
        status is null ? null
        : status.Proving is { } proving && proving.First <= number && number <= proving.Last
            ? $"Being proved now, with {proving}."
        : status.Retrying.FirstOrDefault(failed => failed.First <= number && number <= failed.Last) is { } failed
            ? $"Attempt {failed.Attempts} to prove {new BlockSpan(failed.First, failed.Last)} failed and will be repeated: {failed.Reason}"
        : status.Collecting is { } waiting && waiting.First <= number && number <= waiting.Last
            ? $"Waits for more blocks with which it will be proved: {waiting} so far."
        : status.Problem is null && number > status.DoneBlock ? $"Not proved yet; blocks up to {status.DoneBlock} are proved or named."
        : status.Problem is { } problem && number > status.DoneBlock ? $"Not proved: {problem}"
        : null;
}
