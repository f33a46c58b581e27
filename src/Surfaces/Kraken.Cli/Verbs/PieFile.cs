using System;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary>Reads a Cairo PIE and runs it again.</summary>
internal static class PieFile
{
    /// <summary>Reads a PIE; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="limits">What it may hold.</param>
    public static CairoPie? Read(string path, CairoPieLimits limits)
    {
        if (InputFile.Read(path, limits.ArchiveBytes) is not { } archive)
        {
            return null;
        }

        if (!CairoPieReader.TryRead(archive, limits, out CairoPie? pie, out ProgramError? malformed))
        {
            ErrorLine.Write(path, malformed);
        }

        return pie;
    }

    /// <summary>The cells of all segments of a PIE, which its reader bounds.</summary>
    public static int CellsOf(CairoPie pie) => pie.SegmentSizes.Sum();

    /// <summary>Runs a PIE again; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="maxCells">The most memory cells.</param>
    public static PieReplay? Run(string path, long maxSteps, long maxCells)
    {
        CairoPieLimits limits = CairoPieLimits.Default;
        if (Read(path, limits with { Cells = (int)Math.Clamp(maxCells, 0, limits.Cells) }) is not { } pie)
        {
            return null;
        }

        if (pie.Resources.Steps > maxSteps)
        {
            ErrorLine.Write(path, $"expected at most {maxSteps} steps (--max-steps), got {pie.Resources.Steps}");
            return null;
        }

        try
        {
            VmError? failure = PieReplay.Run(pie, out PieReplay replay, limits: new ProgramLimits(maxCells));
            if (failure is null)
            {
                return replay;
            }

            ErrorLine.Write(path, failure);
        }
        catch (ProgramLimitException limit)
        {
            ErrorLine.Write(path, limit.Message);
        }
        catch (OutOfMemoryException)
        {
            ErrorLine.Write(path, "the run needs more memory than there is (--max-cells)");
        }

        return null;
    }
}
