using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>A program that a bootloader runs.</summary>
/// <param name="HashFunction">The function by which its code is hashed.</param>
public abstract record BootloaderTask(ProgramHashFunction HashFunction)
{
    /// <summary>The words that are loaded, hashed and called.</summary>
    public abstract Felt[] Code { get; }

    /// <summary>The builtins that main takes and returns, in order.</summary>
    public abstract IReadOnlyList<BuiltinName> Builtins { get; }

    /// <summary>main's offset in the code.</summary>
    public abstract int Main { get; }

    /// <summary>The offsets in the code of the instructions that have hints.</summary>
    public abstract IEnumerable<int> HintOffsets { get; }

    /// <summary>The hints of one run of the code; null where it has none.</summary>
    /// <param name="start">Where the code begins in its segment.</param>
    public abstract IHintProcessor? HintsAt(long start);

    /// <summary>Whether another task runs the same code, which is then loaded and hashed once.</summary>
    public bool HasProgramOf(BootloaderTask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Main == other.Main && Builtins.SequenceEqual(other.Builtins) && Code.AsSpan().SequenceEqual(other.Code);
    }
}

/// <summary>A finished run, replayed from its memory without hints.</summary>
/// <param name="Pie">The run.</param>
/// <param name="HashFunction">The function by which its code is hashed.</param>
public sealed record PieTask(CairoPie Pie, ProgramHashFunction HashFunction) : BootloaderTask(HashFunction)
{
    /// <inheritdoc/>
    public override Felt[] Code => Pie.Program;

    /// <inheritdoc/>
    public override IReadOnlyList<BuiltinName> Builtins => Pie.Builtins;

    /// <inheritdoc/>
    public override int Main => Pie.Main;

    /// <inheritdoc/>
    public override IEnumerable<int> HintOffsets => [];

    /// <inheritdoc/>
    public override IHintProcessor? HintsAt(long start) => null;
}

/// <summary>A program that is run with its own hints.</summary>
/// <param name="Program">The program, which has a main.</param>
/// <param name="HashFunction">The function by which its code is hashed.</param>
public sealed record ProgramTask(CairoProgram Program, ProgramHashFunction HashFunction) : BootloaderTask(HashFunction)
{
    /// <inheritdoc/>
    public override Felt[] Code => Program.Data;

    /// <inheritdoc/>
    public override IReadOnlyList<BuiltinName> Builtins => Program.Builtins;

    /// <inheritdoc/>
    public override int Main => Program.Main ?? throw new InvalidOperationException("the program has no main");

    /// <inheritdoc/>
    public override IEnumerable<int> HintOffsets => Program.Hints.Select(hint => hint.Pc);

    /// <summary>What the program asks for.</summary>
    public ProgramInput Input { get; init; } = ProgramInput.Empty;

    /// <inheritdoc/>
    public override IHintProcessor? HintsAt(long start) =>
        new Cairo0HintProcessor(new Cairo0Hints(Program, Input.HintsOf(Program)), start);
}

/// <summary>An executable of Cairo 1, entered where bootloaders do.</summary>
/// <param name="Executable">The program.</param>
/// <param name="Arguments">The serialized arguments of its main.</param>
/// <param name="HashFunction">The function by which its code is hashed.</param>
public sealed record ExecutableTask(ExecutableProgram Executable, IReadOnlyList<Felt> Arguments, ProgramHashFunction HashFunction)
    : BootloaderTask(HashFunction)
{
    /// <inheritdoc/>
    public override Felt[] Code => Executable.Program.Data;

    /// <inheritdoc/>
    public override IReadOnlyList<BuiltinName> Builtins => Executable.Program.Builtins;

    /// <inheritdoc/>
    public override int Main => Executable.Program.Main!.Value;

    /// <inheritdoc/>
    public override IEnumerable<int> HintOffsets => Executable.HintOffsets;

    /// <inheritdoc/>
    public override IHintProcessor? HintsAt(long start) => Executable.HintsFor(Arguments, start);
}
