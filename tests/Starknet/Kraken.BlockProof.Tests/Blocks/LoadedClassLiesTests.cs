using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Tests.Cairo;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>False classes for the program itself, over a block that runs three: an account's, the token's and a puppet's.</summary>
public sealed class LoadedClassLiesTests
{
    // Of os/classes.cairo: cells of a fact, of an entry point, of a list of builtins, and of a class before and with its code.
    private const int FactSize = 2;
    private const int EntrySize = 3;
    private const int ListSize = 3;
    private const int Classes = 3;
    private const int CodeLength = 6;
    private const int Code = 7;

    private static readonly HashSet<Felt> Called =
        [Selector.FromName("transfer"), Selector.FromName("__validate__"), Selector.FromName("__execute__"), Puppet.Hear];

    private static readonly Lazy<BlockSubject> Block = new(() =>
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(1, 0, 2), Plays.Message(1, Puppet.Write(3, 4)));
        return new BlockSubject(chain.Witness());
    });

    [Theory]
    [InlineData("count")]
    [InlineData("builtin_count")]
    [LiesAbout("load_classes")]
    public void AMissingRowIsFound(string variable) => Must(told => told.Run.Replace(told.Ids[variable], told.Felt(variable) - 1));

    [Fact]
    [LiesAbout("load_classes")]
    public void AnotherCompiledHashIsFound() => MustEach((told, _) => told.Increment(told.Fact));

    /// <summary>Behind the code of each class: where prices lie.</summary>
    [Fact]
    [LiesAbout("load_classes")]
    public void OtherPricesBehindTheCodeAreFound() =>
        MustEach((told, end) => told.Run.Replace(end + 1, told.Run.Memory.Place(Enumerable.Repeat(Felt.Zero, 7))));

    /// <summary>The `ret` before them is an instruction: where code runs it, the run may fail in any way.</summary>
    [Fact]
    [LiesAbout("load_classes")]
    public void AnotherInstructionBehindTheCodeIsFound()
    {
        for (int i = 0; i < Classes; i++)
        {
            int index = i;
            Block.Value.MustNotPass("load_classes", ids =>
            {
                Dictionary<string, HintId> bound = Bind(ids);
                return run =>
                {
                    Told told = new(run, bound, index);
                    told.Increment(told.End);
                };
            });
        }
    }

    [Fact]
    [LiesAbout("load_classes")]
    public void AnotherLengthOfCodeIsFound() => MustEach((told, _) =>
        told.Run.Replace(told.Class + CodeLength, told.Run.Memory.GetFelt(told.Class + CodeLength) - 1));

    /// <summary>A word in the middle of the code, of a segment that counts as run.</summary>
    [Fact]
    [LiesAbout("load_classes")]
    public void AnotherWordOfLoadedCodeIsFound() => MustEach((told, end) =>
    {
        Relocatable start = told.Run.Memory.GetAddress(told.Class + Code);
        told.Increment(start + (end.Offset - start.Offset - 1));
        foreach (Relocatable word in Enumerable.Range(0, (int)(end.Offset - start.Offset)).Select(i => start + i))
        {
            told.Run.Memory.MarkAccessed(word);
        }
    });

    /// <summary>Selector, place and builtins of an entry point that no call takes.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [LiesAbout("load_classes")]
    public void AnotherEntryPointIsFound(int member) => MustEach((told, _) =>
    {
        Relocatable list = told.Run.Memory.GetAddress(told.Class + 1);
        int count = HintRun.Count(told.Run.Memory.GetFelt(told.Class));
        Relocatable entry = Enumerable.Range(0, count).Select(i => list + ((long)i * EntrySize))
            .First(at => !Called.Contains(told.Run.Memory.GetFelt(at)));
        if (member < 2)
        {
            told.Increment(entry + member);
            return;
        }

        Relocatable builtins = told.Run.Memory.GetAddress(entry + member);
        Relocatable first = told.Ids["builtins"].Pointer(told.Run);
        told.Run.Replace(entry + member, builtins == first ? first + ListSize : first);
    });

    [Fact]
    [LiesAbout("load_classes")]
    public void AMissingEntryPointIsFound() => MustEach((told, _) =>
        told.Run.Replace(told.Class, told.Run.Memory.GetFelt(told.Class) - 1));

    /// <summary>Hash, length and an index of a list of builtins that no call takes.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [LiesAbout("load_classes")]
    public void AnotherListOfBuiltinsIsFound(int member) => Must(told =>
    {
        Relocatable[] called = [.. Enumerable.Range(0, Classes).SelectMany(i => (told with { Index = i }).BuiltinsOfCalled())];
        Relocatable first = told.Ids["builtins"].Pointer(told.Run);
        Relocatable list = Enumerable.Range(0, HintRun.Count(told.Felt("builtin_count"))).Select(i => first + ((long)i * ListSize))
            .First(at => !called.Contains(at));
        told.Increment(member < 2 ? list + member : told.Run.Memory.GetAddress(list + member));
    });

    // Of each class in turn.
    private static void MustEach(Action<Told, Relocatable> lie)
    {
        for (int i = 0; i < Classes; i++)
        {
            int index = i;
            Must(told =>
            {
                Assert.Equal((Felt)Classes, told.Felt("count"));
                Told of = told with { Index = index };
                lie(of, of.End);
            });
        }
    }

    private static void Must(Action<Told> lie) => Block.Value.Must("load_classes", 0, ids =>
    {
        Dictionary<string, HintId> bound = Bind(ids);
        return run => lie(new Told(run, bound, 0));
    });

    private static Dictionary<string, HintId> Bind(HintBinder ids) =>
        ((string[])["count", "facts", "builtin_count", "builtins"]).ToDictionary(name => name, name => ids[name]);

    /// <summary>What the hint wrote, and one of its classes.</summary>
    private sealed record Told(HintRun Run, Dictionary<string, HintId> Ids, int Index)
    {
        public Relocatable Fact => Ids["facts"].Pointer(Run) + ((long)Index * FactSize);

        public Relocatable Class => Run.Memory.GetAddress(Fact + 1);

        /// <summary>Where the class's code ends.</summary>
        public Relocatable End => Run.Memory.GetAddress(Class + Code) + HintRun.Count(Run.Memory.GetFelt(Class + CodeLength));

        public Felt Felt(string variable) => Ids[variable].Felt(Run);

        /// <summary>The lists of builtins of entry points that are called: external ones and handlers.</summary>
        public IEnumerable<Relocatable> BuiltinsOfCalled()
        {
            foreach (int kind in (int[])[0, 2])
            {
                Relocatable list = Run.Memory.GetAddress(Class + (kind + 1));
                for (int i = 0; i < HintRun.Count(Run.Memory.GetFelt(Class + kind)); i++)
                {
                    Relocatable entry = list + ((long)i * EntrySize);
                    if (Called.Contains(Run.Memory.GetFelt(entry)))
                    {
                        yield return Run.Memory.GetAddress(entry + 2);
                    }
                }
            }
        }

        public void Increment(Relocatable at) => Run.Replace(at, Run.Memory.GetFelt(at) + 1);
    }
}
