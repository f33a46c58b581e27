using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Input;
using Kraken.Cli.Files;
using Kraken.Storage.Files;

namespace Kraken.Cli.Verbs;

/// <summary>
/// What <c>kraken verify</c> may do for a proof whose root of the fixed columns the table lacks: look into the user's own file, compute.
/// </summary>
/// <param name="Computes">The --compute-root.</param>
/// <param name="Path">The --roots; null for none.</param>
internal sealed record RootOptions(bool Computes, string? Path)
{
    /// <summary>Whether either was asked for; a proof of a kind that the table lacks is refused at once where none was.</summary>
    public bool IsGiven => Computes || Path is not null;

    /// <summary>The --compute-root of the verbs that prove and verify.</summary>
    public static Option<bool> ComputeOption(string description) => new("--compute-root") { Description = description };

    /// <summary>Names the file in which a user keeps what was computed.</summary>
    public static Option<string?> FileOption() => new("--roots")
    {
        Description = "Your own file of computed roots, trusted like the program: read, and with --compute-root written.",
    };

    /// <summary>The roots for a run of the verifier; on a failure says why on standard error and returns false.</summary>
    /// <param name="cancellation">Ends a computation.</param>
    public bool TryOpen(CancellationToken cancellation, [NotNullWhen(true)] out ComputedRoots? roots)
    {
        RootFile? known = RootFile.Empty;
        bool isRead = Path is null || TryRead(Path, out known);
        roots = isRead ? new(known, Computes, tree => new RootProgressLine(tree), cancellation) : null;
        return isRead;
    }

    /// <summary>Writes what was computed to the user's file, the whole file or nothing of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(ComputedRoots roots, int countBefore)
    {
        if (Path is not null && roots.Roots.Count > countBefore)
        {
            DurableFile.Replace(Path, roots.Roots.Encode());
        }
    }

    private bool TryRead(string path, [NotNullWhen(true)] out RootFile? known)
    {
        known = RootFile.Empty;
        if (Computes && !File.Exists(path) && OutputFile.CanWrite(path))
        {
            return true;
        }

        known = null;
        if (InputFile.Read(path, RootFile.MaxBytes) is not { } content)
        {
            return false;
        }

        if (RootFile.TryRead(content, out known) is ProverInputError error)
        {
            ErrorLine.Write(path, error);
            return false;
        }

        if (Computes && !OutputFile.CanWrite(path))
        {
            known = null;
        }

        return known is not null;
    }
}
