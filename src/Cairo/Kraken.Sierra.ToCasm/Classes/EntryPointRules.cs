using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Sierra.ToCasm.Classes;

/// <summary>The rules that the entry points of a class must keep, and the builtins that their functions take.</summary>
internal sealed class EntryPointRules(SierraProgram program)
{
    private const int MaximumUses = 2;

    private static readonly Felt ConstructorSelector = Keccak.StarknetKeccak("constructor");

    // The types of Sierra have the names of the enumeration.
    private static readonly string[] BuiltinTypes = [.. BuiltinNames.OfEntryPoints.Select(name => name.ToString())];

    /// <summary>Checks selectors and how often functions are used.</summary>
    public static void CheckSelectors(EntryPoints<SierraEntryPoint> entryPoints)
    {
        ImmutableArray<SierraEntryPoint> constructors = entryPoints.Constructor;
        Require(
            constructors.Length == 0 || (constructors.Length == 1 && constructors[0].Selector == ConstructorSelector),
            "constructor", "at most one, with the constructor's selector", $"{constructors.Length}");
        Dictionary<ulong, int> uses = [];
        foreach (ImmutableArray<SierraEntryPoint> list in (ReadOnlySpan<ImmutableArray<SierraEntryPoint>>)
            [constructors, entryPoints.External, entryPoints.L1Handler])
        {
            for (int i = 0; i < list.Length; i++)
            {
                Require(
                    i == 0 || list[i - 1].Selector < list[i].Selector,
                    "order of entry points",
                    "strictly ascending selectors",
                    $"{list[i].Selector}");
                ulong function = list[i].FunctionIndex;
                uses[function] = uses.GetValueOrDefault(function) + 1;
                Require(uses[function] <= MaximumUses, "uses of a function", $"at most {MaximumUses} entry points", $"function {function}");
            }
        }
    }

    /// <summary>Checks the signature of an entry point's function, and returns its builtins.</summary>
    public ImmutableArray<string> CheckSignature(SierraEntryPoint entryPoint)
    {
        Require(
            entryPoint.FunctionIndex < (ulong)program.Functions.Count,
            "function of an entry point",
            $"below {program.Functions.Count}",
            $"{entryPoint.FunctionIndex}");
        SierraFunction function = program.Functions[(int)entryPoint.FunctionIndex];
        IReadOnlyList<int> returns = function.ReturnTypes;
        bool shaped = function.Parameters.Count >= 1 && returns.Count >= 3
            && function.Parameters.SkipLast(1).Select(p => p.Type).SequenceEqual(returns.SkipLast(1))
            && IsFeltSpan(function.Parameters[^1].Type) && IsResult(returns[^1]);
        Require(
            shaped,
            "signature of an entry point",
            "builtins, gas, system and a span of felts to builtins, gas, system and a panic result",
            function.Name);
        Require(
            Generic(returns[^2]) == "System" && Generic(returns[^3]) == "GasBuiltin",
            "signature of an entry point",
            "gas and system last",
            function.Name);
        int next = 0;
        List<string> builtins = [];
        foreach (int type in returns.SkipLast(3))
        {
            int position = Array.IndexOf(BuiltinTypes, Generic(type), next);
            Require(position >= 0, "builtins of an entry point", string.Join(", ", BuiltinTypes), Generic(type));
            builtins.Add(BuiltinNames.OfEntryPoints[position].Text());
            next = position + 1;
        }

        return [.. builtins];
    }

    private static void Require(bool condition, string what, string expected, string got)
    {
        if (!condition)
        {
            throw new SierraException(SierraErrorKind.InvalidEntryPoint, what, -1, expected, got);
        }
    }

    private string Generic(int type) => program.Types[type].GenericId;

    // The members of a struct or enum, when they are of the given number.
    private int[]? Members(int type, string generic, int count)
    {
        TypeDeclaration d = program.Types[type];
        return d.GenericId == generic && d.Args.Count == count + 1 && d.Args.Skip(1).All(a => a.Kind == GenericArgKind.Type)
            ? [.. d.Args.Skip(1).Select(a => a.Index)]
            : null;
    }

    private bool IsFeltSpan(int type) =>
        Members(type, "Struct", 1) is [var snapshot] && Wraps(snapshot, "Snapshot") is { } array && IsFeltArray(array);

    private bool IsFeltArray(int type) => Wraps(type, "Array") is { } element && Generic(element) == "felt252";

    private int? Wraps(int type, string generic) =>
        program.Types[type] is { Args: [{ Kind: GenericArgKind.Type } inner] } d && d.GenericId == generic ? inner.Index : null;

    // PanicResult of a tuple with a span; the error is an array of felts, before Cairo 2 without the panic marker.
    private bool IsResult(int type)
    {
        if (Members(type, "Enum", 2) is not [var ok, var error] || Members(ok, "Struct", 1) is not [var span] || !IsFeltSpan(span))
        {
            return false;
        }

        return IsFeltArray(error)
            || (Members(error, "Struct", 2) is [var panic, var data] && Members(panic, "Struct", 0) is not null && IsFeltArray(data));
    }
}
