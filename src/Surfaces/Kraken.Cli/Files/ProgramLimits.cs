using System;
using System.CommandLine;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cli.Verbs;

namespace Kraken.Cli.Files;

/// <summary>Bounds the memory of a program's run.</summary>
/// <param name="maxCells">The most cells; each takes some 40 bytes.</param>
internal sealed class ProgramLimits(long maxCells) : IRunLimits
{
    /// <summary>The steps of a run, where the user says nothing.</summary>
    public const long DefaultSteps = 100_000_000;

    /// <summary>The cells of a run, where the user says nothing: 1.3 GiB.</summary>
    public const long DefaultCells = 1 << 25;

    private long cells;

    /// <summary>The --max-steps of the verbs that run programs.</summary>
    public static Option<long> StepsOption()
    {
        Option<long> option = new("--max-steps") { Description = "The most steps of the run.", DefaultValueFactory = _ => DefaultSteps };
        option.Between(1, long.MaxValue);
        return option;
    }

    /// <summary>The --max-cells of the verbs that run programs.</summary>
    public static Option<long> CellsOption()
    {
        Option<long> option = new("--max-cells")
        {
            Description = "The most memory cells of the run, of some 40 bytes each.", DefaultValueFactory = _ => DefaultCells,
        };
        option.Between(1, long.MaxValue);
        return option;
    }

    /// <inheritdoc/>
    public void Check()
    {
        // Steps are bounded by the run's own budget.
    }

    /// <inheritdoc/>
    public void Allocate(long cells)
    {
        this.cells += cells;
        if (this.cells > maxCells)
        {
            throw new ProgramLimitException(
                $"the run's memory: expected at most {maxCells} cells (--max-cells), got {this.cells}");
        }
    }

    /// <inheritdoc/>
    public void Free(long cells) => this.cells -= cells;
}

/// <summary>A run that passed a limit of its user's.</summary>
internal sealed class ProgramLimitException(string message) : Exception(message);
