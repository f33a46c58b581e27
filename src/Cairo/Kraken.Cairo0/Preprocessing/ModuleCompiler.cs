using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>The passes of the back half over the trees of all modules.</summary>
internal static class ModuleCompiler
{
    /// <summary>Compiles modules.</summary>
    /// <param name="modules">In the order of compilation, conditions lowered, branches labelled.</param>
    /// <param name="builtins">Finds the builtins that the directives name.</param>
    /// <param name="usedFunctions">Finds the functions to compile, given all names; null stands for all.</param>
    /// <exception cref="CairoException">A source is wrong.</exception>
    public static CompiledProgram Compile(
        IReadOnlyList<CairoModule> modules,
        Func<IReadOnlyList<CairoModule>, ImmutableArray<string>> builtins,
        Func<IReadOnlyList<CairoModule>, IdentifierTable, IReadOnlySet<ScopedName>>? usedFunctions)
    {
        IdentifierTable identifiers = new();
        IdentifierCollector collector = new(identifiers);
        foreach (var module in modules)
        {
            collector.Collect(module);
        }

        var named = builtins(modules);
        NameResolver names = new(identifiers);
        StructCollector structs = new(names);
        foreach (var module in modules)
        {
            structs.Collect(module);
        }

        Compilation compilation = new(names);
        StatementCompiler statements = new(compilation, usedFunctions?.Invoke(modules, identifiers));
        foreach (var module in modules)
        {
            statements.Compile(module);
        }

        var instructions = new LabelResolution(compilation, statements.Reader).Resolve();
        identifiers.Prune(statements.Removed);
        var kept = identifiers.All
            .Where(i => !i.Key.Last.StartsWith('$') && i.Value is not FutureDefinition)
            .ToImmutableSortedDictionary();
        CompiledProgram program = new(named, instructions, compilation.Attributes, kept, compilation.Flow.References);
        MainArguments.Check(program);
        return program;
    }
}
