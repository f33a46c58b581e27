using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>An output of a branch.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Origin">Where the value comes from.</param>
/// <param name="Index">The parameter that it is, or its place on the stack.</param>
internal readonly record struct Output(string Type, VariableOrigin Origin, int Index);

/// <summary>What a library function with its arguments takes and gives.</summary>
/// <param name="Libfunc">The library function with all its arguments.</param>
/// <param name="Parameters">The types of its parameters.</param>
/// <param name="Branches">For each branch the outputs.</param>
/// <param name="MovesStack">Whether it moves the stack by what only the run knows, so that values on it are lost.</param>
internal sealed record Signature(string Libfunc, string[] Parameters, Output[][] Branches, bool MovesStack)
{
    private static readonly ConcurrentDictionary<string, Signature?> Known = new();
    private static readonly string Common = string.Join("; ", Shapes.Common);

    /// <summary>The library function without its arguments.</summary>
    internal string Generic => Libfunc.Contains('<', StringComparison.Ordinal)
        ? Libfunc[..Libfunc.IndexOf('<', StringComparison.Ordinal)]
        : Libfunc;

    /// <summary>All types that the signature names.</summary>
    internal IEnumerable<string> Types => Parameters.Concat(Branches.SelectMany(b => b.Select(o => o.Type)));

    /// <summary>The signature of a library function; null when its arguments do not fit.</summary>
    /// <param name="libfunc">The library function with all its arguments.</param>
    /// <param name="needs">Types that it names beyond those of its arguments and the common ones.</param>
    internal static Signature? Find(string libfunc, params string[] needs) => Known.GetOrAdd(libfunc, _ => Make(libfunc, needs));

    private static Signature? Make(string libfunc, string[] needs)
    {
        if (needs.Any(type => TypeFacts.Find(type) is null))
        {
            return null;
        }

        string uses = needs.Length == 0 ? "" : $"\nuses {string.Join("; ", needs)}";
        SierraProgram program = SierraMachine.Parse(SierraSource.Expand($"uses {Common}{uses}\n{libfunc}() -> ()\nreturn()"));
        try
        {
            TypeRegistry types = TypeRegistry.Build(program);
            ConcreteLibfunc made = LibfuncRegistry.Build(program, types)[0];
            string?[] names = new string?[program.Types.Count];
            return new Signature(
                libfunc,
                [.. made.Parameters.Select(type => NameOf(program, names, type))],
                [.. made.Branches.Select(b => b.Variables.Select(
                    v => new Output(NameOf(program, names, v.Type), v.Origin, v.Index)).ToArray())],
                made.Branches.Any(b => b.Ap.Kind == ApEffectKind.Unknown));
        }
        catch (SierraException)
        {
            return null;
        }
    }

    /// <summary>A type of a program with all its arguments.</summary>
    internal static string NameOf(SierraProgram program, string?[] names, int type)
    {
        if (names[type] is { } known)
        {
            return known;
        }

        // A type that refers to itself has no name of this form.
        names[type] = TypeFacts.Endless;
        TypeDeclaration declaration = program.Types[type];
        string[] args = [.. declaration.Args.Select(arg => arg.Kind switch
        {
            GenericArgKind.Type => NameOf(program, names, arg.Index),
            GenericArgKind.UserType => $"ut@{arg.Name ?? $"[{arg.Value}]"}",
            _ => $"{arg.Value}",
        })];
        return names[type] = args.Length == 0 ? declaration.GenericId : $"{declaration.GenericId}<{string.Join(", ", args)}>";
    }
}
