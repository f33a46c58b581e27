using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Tests;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>lib/blake.cairo, os/classes.cairo and os/config.cairo against real classes and their twins in C#.</summary>
public sealed class ClassTests(ITestOutputHelper log)
{
    private const string Main = "class_facts.cairo";

    private static readonly string[] Builtins =
        ["pedersen", "range_check", "bitwise", "ec_op", "poseidon", "segment_arena", "range_check96", "add_mod", "mul_mod"];

    private static readonly Felt FeeToken = Felt.Parse("0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d");
    private static readonly Felt Chain = ChainId.FromName("SN_INTEGRATION_SEPOLIA").Value;

    [Fact]
    public void RealClassesHaveTheHashesThatOthersComputed()
    {
        List<LoadedClass> classes = [];
        foreach (JsonProperty known in SharedData.Json("starknet/classes/expected_class_hashes.json").EnumerateObject())
        {
            string file = SharedData.Path($"starknet/classes/pairs/{known.Name}.casm.json");
            if (File.Exists(file))
            {
                CasmClass casm = Decode(File.ReadAllBytes(file));
                classes.Add(new(FeederBlock.Felt(known.Value, "compiled_class_hash_v2_blake"), casm));
            }
        }

        Assert.True(classes.Count >= 24, $"only {classes.Count} classes were found");
        Case all = new(classes) { IsWhole = true };
        Assert.Equal(all.Expected, all.Run(out long steps));
        log.WriteLine($"{classes.Count} classes of {classes.Sum(item => item.Compiled.Bytecode.Length)} words: {steps} steps");
    }

    [Fact]
    public void CodeThatIsNotRunIsNotLoaded()
    {
        CasmClass token = RepositoryData.Casm("erc20");
        Case whole = new([Of(token)]) { IsWhole = true };
        Assert.Equal(whole.Expected, whole.Run(out long wholeSteps));
        Random random = new(1);
        (int Kind, CasmEntryPoint Entry)[] entries = [.. Entries(token)];
        for (int used = 0; used <= entries.Length; used++)
        {
            Case part = new([Of(token)]) { Wanted = [.. entries.OrderBy(_ => random.Next()).Take(used)] };
            Assert.Equal(part.Expected, part.Run(out long steps));
            Assert.True(steps < wholeSteps, $"{steps} steps with {used} of {entries.Length} entry points, {wholeSteps} with all code");
            log.WriteLine($"{used} of {entries.Length} entry points: {steps} steps, {wholeSteps} with all code");
        }
    }

    [Fact]
    public void WhatIsNotOfTheHashIsFound()
    {
        CasmClass token = RepositoryData.Casm("erc20");
        Felt hash = CompiledClassHash.Blake(token);
        ImmutableArray<CasmEntryPoint> external = token.EntryPoints.External;
        int word = token.Bytecode.Length / 2;
        MustFail(new LoadedClass(hash + 1, token));
        MustFail(new LoadedClass(hash, token with { Bytecode = token.Bytecode.SetItem(word, token.Bytecode[word] + 1) }));
        MustFail(new LoadedClass(hash, With(token, external.SetItem(1, external[1] with { Offset = external[1].Offset + 1 }))));
        MustFail(new LoadedClass(hash, With(token, external.SetItem(1, external[1] with { Builtins = ["mul_mod"] }))));
        MustFail(new LoadedClass(hash, With(token, external.RemoveAt(0))));

        // These have the hash that is stated.
        CasmClass unsorted = With(token, [external[1], external[0], .. external[2..]]);
        MustFail(Of(unsorted));
        MustFail(Of(With(token, [external[0], external[0], .. external[1..]])));
        MustFail(Of(With(token, external.SetItem(1, external[1] with { Builtins = ["range_check", "pedersen"] }))));
        MustFail(Of(With(token, external.SetItem(1, external[1] with { Builtins = ["pedersen", "pedersen"] }))));
        MustFail(Of(With(token, external.SetItem(1, external[1] with { Builtins = ["ecdsa"] }))));
    }

    [Fact]
    public void ListsOfAllLengthsHashAsTheTwinSays()
    {
        for (int length = 0; length < 40; length++)
        {
            Case list = new([]) { List = Elements(length, length) };
            Assert.Equal(list.Expected, list.Run(out _));
        }
    }

    /// <summary>The inputs of the configuration's hash, by the rule of 0.14.2, in a block of that version.</summary>
    [Fact]
    public void TheConfigurationIsThatOfARealBlock()
    {
        JsonElement block = SharedData.Json("starknet/blocks/v0.14.2_sepolia-integration_1041730.block.json");
        Felt[] stated = [.. block.GetProperty("transactions").EnumerateArray()
            .Where(tx => tx.TryGetProperty("proof_facts", out JsonElement facts) && facts.GetArrayLength() > 6)
            .Select(tx => Felt.Parse(tx.GetProperty("proof_facts")[6].GetString()!)).Distinct()];
        Felt feeToken = Felt.Parse("0x70a5da4f557b77a9c54546e4bcc900806e28793d8e3eaaa207428d2387249b7");
        Assert.Equal([Pedersen.HashArray([Felt.FromShortString("StarknetOsConfig3"), Chain, feeToken])], stated);
    }

    [Fact]
    [LiesAbout("entry_point_exists", "smaller_selectors", "segment_is_leaf", "next_segment", "skipped_segment")]
    public void ALieAboutClassesIsFound()
    {
        CasmClass token = RepositoryData.Casm("erc20");
        Case whole = new([Of(token)]) { IsWhole = true, Absent = [0, 1, token.EntryPoints.External[3].Selector + 1, -(Felt)1] };
        Case part = new([Of(token)]) { Wanted = [.. Entries(token).Take(1)] };
        Assert.NotEqual(0, whole.Lies("entry_point_exists", ["found"], honest => [1 - honest[0]]));
        Assert.NotEqual(0, whole.Lies("smaller_selectors", ["smaller"], honest => [honest[0] + 1]));
        Assert.NotEqual(0, whole.Lies("smaller_selectors", ["smaller"], honest => [honest[0] - 1]));
        Assert.NotEqual(0, whole.Lies("segment_is_leaf", ["is_leaf"], honest => [1 - honest[0]]));
        Assert.NotEqual(0, whole.Lies("next_segment", ["length", "is_loaded"], honest => [honest[0], 0]));

        // Lengths that do not add up to the code's have no end.
        foreach (Felt difference in (Felt[])[1, -(Felt)1])
        {
            Assert.NotEqual(0, AlteredHint.MustMatter(
                Main,
                part.Hints,
                "next_segment",
                ["length", "is_loaded"],
                honest => honest[1] == 0 ? [honest[0] + difference, 0] : null,
                mayNotEnd: true));
        }

        Assert.NotEqual(0, part.Lies("skipped_segment", ["hash"], honest => [honest[0] + 1]));
    }

    [Fact]
    [LiesAbout("blake_words")]
    public void ALieAboutWordsIsFound()
    {
        Felt large = Felt.FromBigInteger(BigInteger.One << 63);
        Case list = new([]) { List = [1, large, large - 1, -(Felt)1] };
        BigInteger modulus = (-(Felt)1).ToBigInteger() + 1;
        foreach ((int target, BigInteger element) in list.List.Select((item, i) => (i, item.ToBigInteger())))
        {
            bool isSmall = element < BigInteger.One << 63;
            Felt[] honest = Words(element, isSmall);
            Must(target, isSmall, [.. honest[..^1], honest[^1] + 1]);
            Must(target, isSmall, [honest[0] - (isSmall ? -1 : 1), .. honest[1..]]);
            Must(target, isSmall, [honest[0] - 1, honest[1] + Felt.FromBigInteger(BigInteger.One << 32), .. honest[2..]]);
            Must(target, !isSmall, Words(element, !isSmall));
            Must(target, false, Words(element + modulus, false));
            Must(target, false, [Words(element, false)[0] - Felt.FromBigInteger(BigInteger.One << 31), .. Words(element, false)[1..]]);
        }

        void Must(int target, bool isSmall, Felt[] words) => AlteredHint.MustMatter(Main, list.Hints, "blake_words", target, ids =>
        {
            (HintId at, HintId form) = (ids["words"], ids["is_small"]);
            return (run, _) =>
            {
                run.Memory.Load(at.Pointer(run), words);
                form.Set(run, isSmall);
            };
        });
    }

    [Fact]
    [LiesAbout("is_last_block")]
    public void ALieAboutTheLastBlockIsFound()
    {
        foreach (int length in (int[])[0, 1, 2, 4, 8, 9])
        {
            Case list = new([]) { List = [.. Enumerable.Range(0, length).Select(i => -(Felt)i - 1)] };
            Assert.NotEqual(0, list.Lies("is_last_block", ["is_last"], honest => [1 - honest[0]]));
        }
    }

    private static void MustFail(LoadedClass altered)
    {
        VmError? error = CairoTest.TryRun(Main, new Case([altered]) { IsWhole = true, Wanted = [] }.Hints, out _);
        Assert.True(
            error?.Kind is VmErrorKind.DiffAssertValues or VmErrorKind.RangeCheckNumOutOfBounds, $"expected an assertion, got {error}");
    }

    // In base 2^32 from the most significant on: two words, or eight with the mark.
    private static Felt[] Words(BigInteger value, bool isSmall)
    {
        Felt[] words = [.. Enumerable.Range(0, isSmall ? 2 : 8).Reverse()
            .Select(i => Felt.FromBigInteger((value >> (32 * i)) & (i == 1 && isSmall ? (BigInteger.One << 224) - 1 : uint.MaxValue)))];
        return isSmall ? words : [words[0] + Felt.FromBigInteger(BigInteger.One << 31), .. words[1..]];
    }

    private static Felt[] Elements(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ =>
            random.Next(2) == 0 ? (Felt)random.NextInt64() : Felt.FromBigInteger(BigInteger.Pow(random.NextInt64(), 4)))];
    }

    private static LoadedClass Of(CasmClass casm) => new(CompiledClassHash.Blake(casm), casm);

    private static CasmClass With(CasmClass casm, ImmutableArray<CasmEntryPoint> external) =>
        casm with { EntryPoints = casm.EntryPoints with { External = external } };

    private static CasmClass Decode(byte[] json) => CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? error)
        ? casm!
        : throw new InvalidDataException(error!.ToString());

    private static IEnumerable<(int Kind, CasmEntryPoint Entry)> Entries(CasmClass casm) =>
    [
        .. casm.EntryPoints.External.Select(entry => (0, entry)),
        .. casm.EntryPoints.L1Handler.Select(entry => (1, entry)),
        .. casm.EntryPoints.Constructor.Select(entry => (2, entry)),
    ];

    /// <summary>What class_facts.cairo is given, and what it must put out.</summary>
    private sealed record Case(IReadOnlyList<LoadedClass> Classes)
    {
        /// <summary>Whether all code counts as run; else it is only the first instruction of what is looked up.</summary>
        public bool IsWhole { get; init; }

        public Felt[] List { get; init; } = [];

        /// <summary>External selectors that the first class does not have.</summary>
        public Felt[] Absent { get; init; } = [];

        /// <summary>Entry points of the first class that are looked up; all of all classes by default.</summary>
        public (int Kind, CasmEntryPoint Entry)[]? Wanted { get; init; }

        public IReadOnlyDictionary<string, HintFactory> Hints => new Dictionary<string, HintFactory>(ClassHints.Over(Classes, null))
        {
            ["bytecode_start"] = ids =>
            {
                (HintId code, HintId length) = (ids["class.bytecode"], ids["class.bytecode_length"]);
                Action<HintRun> start = ClassHints.Over(Classes, null)["bytecode_start"](ids);
                return r =>
                {
                    if (IsWhole)
                    {
                        r.Memory.MarkAccessed(code.Pointer(r), (int)length.Integer(r));
                    }

                    start(r);
                };
            },
            ["classes_under_test"] = ids =>
            {
                (HintId length, HintId list, HintId chain) = (ids["length"], ids["list"], ids["chain"]);
                (HintId feeToken, HintId count, HintId wanted) = (ids["fee_token"], ids["count"], ids["wanted"]);
                return r =>
                {
                    Felt[] rows = [.. Rows().SelectMany(row => (Felt[])[row.Class.CompiledHash, row.Kind, row.Selector])];
                    length.Set(r, List.Length);
                    list.Set(r, r.Memory.Place(List));
                    chain.Set(r, Chain);
                    feeToken.Set(r, FeeToken);
                    count.Set(r, rows.Length / 3);
                    wanted.Set(r, r.Memory.Place(rows));
                };
            },
        };

        public Felt[] Expected =>
        [
            BlakeFelt.HashMany(List),
            BlakeFelt.HashMany([Felt.FromShortString("StarknetOsConfig4"), Chain, FeeToken]),
            .. Rows().SelectMany(row => row.Entry is not { } entry
                ? [0]
                : (Felt[])
                [
                    1, entry.Offset, row.Class.Compiled.Bytecode[entry.Offset], entry.Builtins.Length,
                    .. entry.Builtins.Select(name => (Felt)Array.IndexOf(Builtins, name)),
                ]),
        ];

        public Felt[] Run(out long steps)
        {
            (Felt[] output, steps) = CairoTest.Run(Main, Hints);
            return output;
        }

        public int Lies(string hint, string[] variables, Func<Felt[], Felt[]?> alter) =>
            AlteredHint.MustMatter(Main, Hints, hint, variables, alter);

        private IEnumerable<(LoadedClass Class, int Kind, Felt Selector, CasmEntryPoint? Entry)> Rows() =>
        [
            .. Wanted is { } wanted
                ? wanted.Select(item => (Classes[0], item.Kind, item.Entry.Selector, (CasmEntryPoint?)item.Entry))
                : Classes.SelectMany(item => Entries(item.Compiled)
                    .Select(entry => (item, entry.Kind, entry.Entry.Selector, (CasmEntryPoint?)entry.Entry))),
            .. Absent.Select(selector => (Classes[0], 0, selector, (CasmEntryPoint?)null)),
        ];
    }
}
