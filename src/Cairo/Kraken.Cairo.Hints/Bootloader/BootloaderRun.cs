using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>What the hints of one run of a bootloader know from each other.</summary>
public sealed class BootloaderRun
{
    private BootloaderTask? task;
    private BootloaderInput? loop;

    internal BootloaderRun(CairoProgram program, BootloaderInput input)
    {
        Program = program;
        Input = input;
    }

    /// <summary>How the output of each task is cut into pages, in order of the tasks; known at the end of the run.</summary>
    public IReadOnlyList<FactTopology> Topologies => TaskTopologies;

    /// <summary>The code at work, whose labels its hints need.</summary>
    internal CairoProgram Program { get; }

    /// <summary>What it was told to run.</summary>
    internal BootloaderInput Input { get; }

    /// <summary>What the loop at work runs: the aggregator alone, or the tasks.</summary>
    internal BootloaderInput Loop
    {
        get => loop ?? throw new HintException("VariableNotInScopeError", "the bootloader runs tasks before it has read its input");
        set => loop = value;
    }

    /// <summary>The task at work.</summary>
    internal BootloaderTask Task
    {
        get => task ?? throw new HintException("VariableNotInScopeError", "no task is at work");
        set => task = value;
    }

    /// <summary>The task at work has the code of the one before.</summary>
    internal bool UsesPreviousHash { get; set; }

    /// <summary>Where the code of the task at work stands.</summary>
    internal Relocatable ProgramAddress { get; set; }

    /// <summary>The hints of the code that was loaded last.</summary>
    internal LoadedHints? Loaded { get; set; }

    /// <summary>The pages of the bootloader's own output, while a task runs that may add to those of its own.</summary>
    internal OutputPages? PagesBeforeTask { get; set; }

    /// <summary>The pages of the unpacking bootloader's output, while it runs the simple one.</summary>
    internal OutputPages? PagesBeforeLoop { get; set; }

    /// <summary>The pages of the applicative bootloader's output, while it runs the others.</summary>
    internal OutputPages? PagesBeforeAll { get; set; }

    /// <summary>The first cell of the unpacking bootloader's output that belongs to tasks.</summary>
    internal Relocatable OutputStart { get; set; }

    /// <summary>The topologies of the tasks run so far.</summary>
    internal List<FactTopology> TaskTopologies { get; set; } = [];

    /// <summary>How the output of the aggregator is cut into pages; one entry once it has run.</summary>
    internal List<FactTopology> AggregatorTopologies { get; set; } = [];

    /// <summary>The output builtin of a run.</summary>
    /// <exception cref="HintException">It has none.</exception>
    internal static OutputBuiltin OutputOf(Cairo0.HintRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Machine.FindBuiltin(BuiltinName.Output) as OutputBuiltin
            ?? throw new HintException("NoOutputBuiltin", "the run has no output builtin");
    }
}
