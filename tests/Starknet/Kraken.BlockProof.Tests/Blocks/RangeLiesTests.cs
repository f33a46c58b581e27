using System;
using Kraken.BlockProof.Tests.Cairo;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>The hints around all blocks that lie: what the range is, where range checks and dictionaries of contracts lie.</summary>
public sealed class RangeLiesTests
{
    private const int HeaderSize = 13;

    // A transfer, then two blocks of nothing.
    private static readonly Lazy<BlockSubject> Three = new(() =>
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        chain.Add();
        chain.Add();
        return new BlockSubject(chain.Witness(3));
    });

    // Two dictionaries, in two calls of one transaction.
    private static readonly Lazy<BlockSubject> Dictionaries = new(() =>
    {
        CompiledContract machine = Puppet.Contract("machine");
        Felt address = 0x6363;
        StateDiff genesis = GenesisState.Build(OwnBlocks.Genesis);
        OwnBlocks chain = new(
            (genesis with
            {
                DeclaredClasses = [.. genesis.DeclaredClasses, new(machine.ClassHash, machine.CompiledClassHash)],
                DeployedContracts = [.. genesis.DeployedContracts, new(address, machine.ClassHash)],
            }).Sorted(),
            [.. OwnBlocks.ChainClasses, OwnBlocks.OfContract(machine)]);
        Assert.Null(chain.Add(OwnBlocks.Invoke(0, 0, (address, "dictionary", [2, 2]), (address, "sort", [2, 7, 5])))
            .Receipts[0].RevertReason);
        return new BlockSubject(chain.Witness());
    });

    [Theory]
    [InlineData("chain")]
    [InlineData("fee_token")]
    [LiesAbout("range_start")]
    public void ALieAboutTheChainIsFound(string variable) => Three.Value.Must("range_start", 0, ids =>
    {
        HintId id = ids[variable];
        return run => run.Replace(id, id.Felt(run) + 1);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [LiesAbout("range_start")]
    public void FewerBlocksAreAnotherStatement(int count) => Three.Value.Must("range_start", 0, ids =>
    {
        HintId id = ids["block_count"];
        return run => run.Replace(id, (Felt)count);
    });

    /// <summary>Each element that the parent's hash is made of.</summary>
    [Fact]
    [LiesAbout("range_start")]
    public void AnotherParentIsFound()
    {
        for (int i = 0; i < HeaderSize; i++)
        {
            int element = i;
            Three.Value.Must("range_start", 0, ids =>
            {
                HintId parent = ids["parent"];
                return run =>
                {
                    Relocatable at = parent.Pointer(run) + element;
                    run.Replace(at, run.Memory.GetFelt(at) + 1);
                };
            });
        }
    }

    /// <summary>Range checks of contracts among ours, far behind ours, and where nothing checks a range.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(null)]
    [LiesAbout("range_start")]
    public void RangeChecksOfContractsElsewhereAreFound(int? behindFirst) => Three.Value.Must("range_start", 0, ids =>
    {
        (HintId checks, HintId first) = (ids["contract_checks"], ids["first_check"]);
        return run => run.Replace(checks, behindFirst is { } cells ? first.Pointer(run) + cells : run.Memory.AddSegment());
    });

    /// <summary>
    /// They must begin where ours end: not a cell before, not a cell behind, not so far before that they end with ours, and not where ours
    /// begin.
    /// </summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(null)]
    [LiesAbout("range_end")]
    public void AnOverlapOrAGapOfRangeChecksIsFound(int? moved) => AlteredHint.MustMatter(
        Three.Value.Program, "range_end", 0, Three.Value.Honest, false, ids =>
        {
            (HintId checks, HintId ours, HintId first) = (ids["contract_checks"], ids["range_check_ptr"], ids["first_check"]);
            HintId end = ids["builtins.range_check"];
            return (run, _) =>
            {
                Relocatable place = moved switch
                {
                    null => run.Memory.AddSegment(),
                    int.MinValue => first.Pointer(run) + 1,
                    int.MaxValue => ours.Pointer(run) + -end.Pointer(run).Offset,
                    { } cells => ours.Pointer(run) + cells,
                };
                run.Memory.AddRelocationRule(checks.Pointer(run), place);
            };
        });

    /// <summary>The first range check of all holds the size of the contracts', which says that they do not end before they begin.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [LiesAbout("range_end")]
    public void AnotherSizeOfTheContractsRangeChecksIsFound(int size) => Three.Value.Must("range_end", 0, ids =>
    {
        HintId first = ids["first_check"];
        return run => run.Memory.Insert(first.Pointer(run), (Felt)size);
    });

    /// <summary>The second dictionary over the first, over its end, behind a hole, and in a segment of its own.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MinValue)]
    [InlineData(null)]
    [LiesAbout("calls_done")]
    public void DictionariesThatDoNotFollowEachOtherAreFound(int? behindEnd) => AlteredHint.MustMatter(
        Dictionaries.Value.Program, "calls_done", 0, Dictionaries.Value.Honest, false, ids =>
        {
            const int ArenaSize = 3;
            HintId arena = ids["builtins.segment_arena"];
            return (run, _) =>
            {
                Relocatable last = arena.Pointer(run) + -ArenaSize;
                Relocatable infos = run.Memory.GetAddress(last);
                Assert.Equal(2, HintRun.Count(run.Memory.GetFelt(last + 1)));
                Relocatable place = behindEnd switch
                {
                    null => run.Memory.AddSegment(),
                    int.MinValue => run.Memory.GetAddress(infos),
                    { } cells => run.Memory.GetAddress(infos + 1) + cells,
                };
                run.Memory.AddRelocationRule(run.Memory.GetAddress(infos + ArenaSize), place);
            };
        });

    /// <summary>An arena of its own for the second of two calls: as many dictionaries, all squashed.</summary>
    [Fact]
    [LiesAbout("enter_call")]
    public void AnArenaOfItsOwnForACallIsFound() => Dictionaries.Value.Must("enter_call", 2, ids =>
    {
        HintId count = ids["count"];
        return run =>
        {
            const int ArenaFromEnd = 5;
            Relocatable own = run.Memory.Place([run.Memory.AddSegment(), Felt.Zero, Felt.Zero]);
            Relocatable at = run.Machine.Ap + ((long)count.Integer(run) - ArenaFromEnd);
            Assert.True(run.Memory.Get(at).IsAddress);
            run.Replace(at, own + 3);
        };
    });
}
