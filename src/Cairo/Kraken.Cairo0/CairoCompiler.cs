using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Lowering;
using Kraken.Cairo0.Modules;
using Kraken.Cairo0.Preprocessing;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0;

/// <summary>Compiles programs of the Cairo 0 language.</summary>
public static class CairoCompiler
{
    /// <summary>Compiles files and what they import.</summary>
    /// <param name="mains">The main files, which share one scope; later ones may use names of earlier ones and the other way round.</param>
    /// <param name="modules">Where imported modules come from.</param>
    /// <param name="options">How to compile; null for the defaults.</param>
    /// <exception cref="CairoException">The sources are no program, or exceed a bound of the compiler.</exception>
    public static Cairo0Program Compile(IReadOnlyList<SourceFile> mains, IModuleSource modules, CairoCompilerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mains);
        ArgumentNullException.ThrowIfNull(modules);
        options ??= new CairoCompilerOptions();
        var sources = Lower(ProgramSources.Load(mains, modules, options.IsProofMode));
        var program = ModuleCompiler.Compile(
            sources, BuiltinsDirectives.Collect, options.KeepsUnusedFunctions ? null : UnusedFunctions.FindUsed);
        return new Cairo0Program(program, options.IsProofMode);
    }

    private static List<CairoModule> Lower(IReadOnlyList<CairoModule> modules)
    {
        var conditions = new ConditionLowering();
        var labels = new BranchLabels();
        var lowered = modules.Select(conditions.Rewrite).ToList();
        lowered.ForEach(TreeDepth.Check);
        return [.. lowered.Select(labels.Rewrite)];
    }
}
