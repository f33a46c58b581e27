using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Assembly;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.BlockProof.Hints;

/// <summary>The hints of os/classes.cairo over the classes of a witness.</summary>
internal static class ClassHints
{
    private const string Loaded = "loaded classes";
    private const string Bytecode = "bytecode";

    private static readonly Felt Return = CasmAssembler.ReturnWord;

    /// <summary>The hints by their text.</summary>
    /// <param name="classes">The classes, each once.</param>
    /// <param name="hintsOf">The hints of a class's own code; null if none is run.</param>
    public static IReadOnlyDictionary<string, HintFactory> Over(
        IReadOnlyList<LoadedClass> classes, Func<LoadedClass, IHintProcessor>? hintsOf) => new Dictionary<string, HintFactory>
    {
        ["load_classes"] = ids => Load(ids, classes, hintsOf),
        ["entry_point_exists"] = ids =>
        {
            (HintId count, HintId list) = (ids["entries.count"], ids["entries.list"]);
            (HintId selector, HintId found) = (ids["selector"], ids["found"]);
            int size = ids.SizeOf("EntryPoint");
            return r => found.Set(r, Selectors(r, list, count, size).Contains(selector.Felt(r)));
        },
        ["smaller_selectors"] = ids =>
        {
            (HintId count, HintId list) = (ids["count"], ids["list"]);
            (HintId selector, HintId smaller) = (ids["selector"], ids["smaller"]);
            int size = ids.SizeOf("EntryPoint");
            return r =>
            {
                Felt wanted = selector.Felt(r);
                smaller.Set(r, Selectors(r, list, count, size).Count(other => other < wanted));
            };
        },
        ["bytecode_start"] = ids =>
        {
            HintId code = ids["class.bytecode"];
            return r =>
            {
                Relocatable start = code.Pointer(r);
                LoadedClass loaded = r.Scopes.Get<Dictionary<int, LoadedClass>>(Loaded)[start.Segment];
                r.Scopes.Set(Bytecode, new BytecodeWalk(loaded, r.Memory, start));
            };
        },
        ["segment_is_leaf"] = ids =>
        {
            HintId isLeaf = ids["is_leaf"];
            return r => isLeaf.Set(r, r.Scopes.Get<BytecodeWalk>(Bytecode).Enter());
        },
        ["next_segment"] = ids =>
        {
            (HintId length, HintId isLoaded) = (ids["length"], ids["is_loaded"]);
            return r =>
            {
                BytecodeWalk walk = r.Scopes.Get<BytecodeWalk>(Bytecode);
                isLoaded.Set(r, walk.Next());
                length.Set(r, walk.Length);
            };
        },
        ["skipped_segment"] = ids =>
        {
            HintId hash = ids["hash"];
            return r => hash.Set(r, r.Scopes.Get<BytecodeWalk>(Bytecode).Hash);
        },
    };

    private static Action<HintRun> Load(
        HintBinder ids, IReadOnlyList<LoadedClass> classes, Func<LoadedClass, IHintProcessor>? hintsOf)
    {
        (HintId prices, HintId count, HintId facts) = (ids["prices"], ids["count"], ids["facts"]);
        (HintId builtinCount, HintId builtins) = (ids["builtin_count"], ids["builtins"]);
        int listSize = ids.SizeOf("BuiltinList");
        return r =>
        {
            string[][] lists = [.. classes.SelectMany(item => EntryPointsOf(item.Compiled)).Select(entry => entry.Builtins.ToArray())
                .DistinctBy(Joined)];
            Relocatable listStart = r.Memory.Place(lists.SelectMany(names => BuiltinCells(r.Memory, names)));
            Dictionary<string, Relocatable> listOf = lists.Select((names, i) => (Joined(names), At: listStart + ((long)i * listSize)))
                .ToDictionary(item => item.Item1, item => item.At);
            Dictionary<int, LoadedClass> bySegment = [];
            List<MaybeRelocatable> cells = [];
            foreach (LoadedClass item in classes)
            {
                Relocatable code = PlaceCode(r.Memory, item, prices.Pointer(r));
                bySegment.Add(code.Segment, item);
                if (hintsOf is not null)
                {
                    r.Machine.LoadHints(code.Segment, hintsOf(item));
                }

                cells.AddRange([item.CompiledHash, r.Memory.Place(ClassCells(r.Memory, item.Compiled, code, listOf))]);
            }

            r.Scopes.Set(Loaded, bySegment);
            count.Set(r, classes.Count);
            facts.Set(r, r.Memory.Place(cells));
            builtinCount.Set(r, lists.Length);
            builtins.Set(r, listStart);
        };
    }

    private static IEnumerable<CasmEntryPoint> EntryPointsOf(CasmClass casm) =>
        [.. casm.EntryPoints.External, .. casm.EntryPoints.L1Handler, .. casm.EntryPoints.Constructor];

    private static string Joined(IEnumerable<string> names) => string.Join(' ', names);

    // The compiler has checked the names.
    private static int IndexOf(string name) =>
        BuiltinNames.TryParse(name, out BuiltinName builtin) ? BuiltinNames.OfEntryPoints.IndexOf(builtin) : -1;

    private static MaybeRelocatable[] BuiltinCells(VmMemory memory, string[] names) =>
    [
        BlakeFelt.HashMany([.. names.Select(Felt.FromShortString)]),
        (Felt)names.Length,
        memory.Place(names.Select(name => (Felt)IndexOf(name))),
    ];

    private static MaybeRelocatable[] ClassCells(
        VmMemory memory, CasmClass casm, Relocatable code, Dictionary<string, Relocatable> listOf) =>
    [
        .. new[] { casm.EntryPoints.External, casm.EntryPoints.L1Handler, casm.EntryPoints.Constructor }.SelectMany(
            list => (MaybeRelocatable[])
            [
                (Felt)list.Length,
                memory.Place(list.SelectMany(
                    entry => (MaybeRelocatable[])[entry.Selector, (Felt)entry.Offset, listOf[Joined(entry.Builtins)]])),
            ]),
        (Felt)casm.Bytecode.Length,
        code,
    ];

    private static Relocatable PlaceCode(VmMemory memory, LoadedClass loaded, Relocatable prices)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, loaded.Compiled.Bytecode.AsSpan());
        memory.Insert(start + loaded.Compiled.Bytecode.Length, Return);
        memory.Insert(start + (loaded.Compiled.Bytecode.Length + 1), prices);
        return start;
    }

    private static IEnumerable<Felt> Selectors(HintRun run, HintId list, HintId count, int size)
    {
        Relocatable start = list.Pointer(run);
        return Enumerable.Range(0, HintRun.Count(count.Felt(run))).Select(i => run.Memory.GetFelt(start + ((long)i * size)));
    }
}
