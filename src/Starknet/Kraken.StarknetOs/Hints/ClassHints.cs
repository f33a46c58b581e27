using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Assembly;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>
/// The hints of classes: their code and entry points, and the segments of code in which the program computes a compiled class hash.
/// </summary>
internal static class ClassHints
{
    private const string Structure = "segment of code at hand";
    private const string Segments = "segments of code left";

    private static readonly Felt Version = CompiledClassHash.Version;
    private static readonly Felt Return = CasmAssembler.ReturnWord;

    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["LoadClassesAndBuildBytecodeSegmentStructures"] = ids => Load(ids, state),
        ["LoadDeprecatedClassFacts"] = ids =>
        {
            HintId count = ids["n_compiled_class_facts"];
            return r =>
            {
                count.Set(r, Felt.Zero);
                r.Scopes.Enter();
            };
        },
        ["EnterScopeWithBytecodeSegmentStructure"] = ids =>
        {
            HintId hash = ids["compiled_class_fact.hash"];
            return r =>
            {
                LoadedClass loaded = state.ClassOf(hash.Felt(r));
                r.Scopes.Enter((Structure, new Segment(loaded, loaded.Segments)));
            };
        },
        ["LoadClass"] = ids =>
        {
            (HintId expected, HintId hash) = (ids["compiled_class_fact.hash"], ids["hash"]);
            return r =>
            {
                r.Scopes.Exit();
                HintRun.Require(
                    hash.Felt(r) == expected.Felt(r), "CompiledClassHash",
                    $"a compiled class hash: expected {expected.Felt(r)}, got {hash.Felt(r)}");
            };
        },
        ["IsLeaf"] = ids =>
        {
            HintId isLeaf = ids["is_leaf"];
            return r => isLeaf.Set(r, r.Scopes.Get<Segment>(Structure).Lengths.IsLeaf);
        },
        ["AssignBytecodeSegments"] = _ => r =>
        {
            Segment node = r.Scopes.Get<Segment>(Structure);
            r.Scopes.Set(Segments, new Queue<Segment>(node.Lengths.Children.Select(child => node with { Lengths = child })));
        },
        ["AssertEndOfBytecodeSegments"] = _ => r => HintRun.Require(
            r.Scopes.Get<Queue<Segment>>(Segments).Count == 0, "SegmentLeft", "the class has further segments of code"),
        ["IterCurrentSegmentInfo"] = NextSegment,
        ["DeleteMemoryData"] = ids =>
        {
            (HintId data, HintId length) = (ids["data_ptr"], ids["segment_length"]);
            return r => r.Memory.Unload(data.Pointer(r), HintRun.Count(length.Felt(r)));
        },
        ["SetApToSegmentHashBlake"] = ids =>
        {
            HintId data = ids["data_ptr"];
            return r =>
            {
                Segment segment = r.Scopes.Get<Segment>(Structure);
                ReadOnlySpan<Felt> code = segment.Class.Compiled.Bytecode.AsSpan();
                r.SetAp(CompiledClassHash.BlakeOfSegment(
                    segment.Lengths, code.Slice((int)data.Pointer(r).Offset, segment.Lengths.Length)));
            };
        },
    };

    private static Action<HintRun> NextSegment(HintBinder ids)
    {
        (HintId data, HintId full, HintId length) = (ids["data_ptr"], ids["full_contract"], ids["segment_length"]);
        (HintId isLoaded, HintId isLoadedLeaf) = (ids["load_segment"], ids["is_leaf_and_loaded"]);
        return r =>
        {
            HintRun.Require(
                r.Scopes.Get<Queue<Segment>>(Segments).TryDequeue(out Segment? next), "NoSegment", "the class has no further segment");
            bool loaded = full.Felt(r) == Felt.One || r.Memory.IsAnyAccessed(data.Pointer(r), next!.Lengths.Length);
            isLoaded.Set(r, loaded);
            isLoadedLeaf.Set(r, loaded && next!.Lengths.IsLeaf);
            length.Set(r, next!.Lengths.Length);
            r.Scopes.Enter((Structure, next));
        };
    }

    private static Action<HintRun> Load(HintBinder ids, OsRunState state)
    {
        (HintId prices, HintId count, HintId facts) = (ids["builtin_costs"], ids["n_compiled_class_facts"], ids["compiled_class_facts"]);
        return r =>
        {
            List<MaybeRelocatable> cells = [];
            foreach (LoadedClass item in state.Classes)
            {
                Relocatable code = r.Memory.Place(item.Compiled.Bytecode);
                r.Memory.Load(code + item.Compiled.Bytecode.Length, [Return, prices.Pointer(r)]);
                r.Machine.LoadHints(code.Segment, state.Code.HintsOf(new CasmHints(item.Compiled.Hints)));
                cells.AddRange([item.CompiledHash, r.Memory.Place(ClassCells(r.Memory, item.Compiled, code))]);
            }

            count.Set(r, state.Classes.Length);
            facts.Set(r, r.Memory.Place(cells));
        };
    }

    private static MaybeRelocatable[] ClassCells(VmMemory memory, CasmClass casm, Relocatable code)
    {
        (EntryPoints<CasmEntryPoint> lists, int length) = (casm.EntryPoints, casm.Bytecode.Length);
        return
        [
            Version,
            (Felt)lists.External.Length, Place(memory, lists.External),
            (Felt)lists.L1Handler.Length, Place(memory, lists.L1Handler),
            (Felt)lists.Constructor.Length, Place(memory, lists.Constructor),
            (Felt)length, code,
        ];
    }

    private static Relocatable Place(VmMemory memory, ImmutableArray<CasmEntryPoint> list) => memory.Place(list.SelectMany(
        entry => (MaybeRelocatable[])
        [
            entry.Selector, (Felt)entry.Offset, (Felt)entry.Builtins.Length, memory.Place(entry.Builtins.Select(Felt.FromShortString)),
        ]));

    /// <summary>A segment of a class's code.</summary>
    private sealed record Segment(LoadedClass Class, SegmentLengths Lengths);
}
