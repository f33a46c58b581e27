using System;
using System.Linq;
using Kraken.BlockProof.Tests.Cairo;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>
/// Blocks and transactions as a hint brings them, with one guessed field altered: nothing else knows of it, so that the signature is over
/// what it was.
/// </summary>
public sealed class GuessedFieldTests
{
    // Of os/transactions.cairo, Entry.
    private const int Kind = 0;
    private const int Content = 1;
    private const int SignatureLength = 2;
    private const int Signature = 3;
    private const int Fee = 5;
    private const int ClassParts = 9;
    private const int Message = 3;
    private const int CommonSize = 9;
    private const int BlockEntrySize = 11;
    private const int TransactionCount = 9;

    // A transfer, then a message from L1.
    private static readonly Lazy<BlockSubject> Mixed = new(() =>
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(1, 0, 2), Plays.Message(1, Puppet.Write(3, 4)));
        return new BlockSubject(chain.Witness());
    });

    private static readonly Lazy<BlockSubject> Deployed = new(() =>
    {
        OwnBlocks chain = new();
        Plays.DeployAccount(chain);
        return new BlockSubject(chain.Witness());
    });

    private static readonly Lazy<BlockSubject> Declared = new(() =>
    {
        OwnBlocks chain = new();
        BlockWitness? first = null;
        Plays.DeclareAndReplace(chain, () => first ??= chain.Witness());
        return new BlockSubject(first!);
    });

    public static TheoryData<string, int, int, int> Transactions => new()
    {
        // Sender, tip, amounts and prices, nonce, then what the type has before its lists.
        { nameof(Mixed), 0, 10, 2 },
        { nameof(Mixed), 1, 4, 0 },
        { nameof(Deployed), 0, 12, 2 },
        { nameof(Declared), 0, 11, 2 },
    };

    [Theory]
    [MemberData(nameof(Transactions))]
    [LiesAbout("next_transaction")]
    public void AnAlteredFieldOfATransactionIsFound(string subject, int transaction, int fields, int signature)
    {
        for (int i = 0; i < fields; i++)
        {
            int field = i;
            Must(subject, transaction, (run, entry) => Increment(run, run.Memory.GetAddress(entry + Content) + field));
        }

        for (int i = 0; i < signature; i++)
        {
            int element = i;
            Must(subject, transaction, (run, entry) => Increment(run, run.Memory.GetAddress(entry + Signature) + element));
        }
    }

    [Theory]
    [MemberData(nameof(Transactions))]
    [LiesAbout("next_transaction")]
    public void AnAlteredFieldBesideATransactionIsFound(string subject, int transaction, int fields, int signature)
    {
        _ = fields;
        for (int i = SignatureLength; i < ClassParts; i++)
        {
            int field = i;
            if (field != Signature)
            {
                Must(subject, transaction, (run, entry) => Increment(run, entry + field));
            }
        }

        if (signature > 0)
        {
            Must(subject, transaction, (run, entry) => run.Replace(entry + SignatureLength, (Felt)(signature - 1)));
            Action<HintRun, Relocatable> free = (run, entry) => run.Replace(entry + Fee, Felt.Zero);
            if (subject != nameof(Mixed))
            {
                Must(subject, transaction, free);
                return;
            }

            // Leads to code that the honest run did not reach, for which later hints have nothing.
            Assert.Equal(0, transaction);
            Mixed.Value.MustNotPass("next_transaction", Lie(free));
        }
    }

    /// <summary>An element of calldata, or of what a declared class hash is made of.</summary>
    [Theory]
    [InlineData(nameof(Mixed), 0, 10)]
    [InlineData(nameof(Mixed), 1, 4)]
    [InlineData(nameof(Deployed), 0, 12)]
    [LiesAbout("next_transaction")]
    public void AlteredCalldataIsFound(string subject, int transaction, int calldata)
    {
        foreach (int element in (int[])[0, 1])
        {
            Must(subject, transaction, (run, entry) =>
            {
                Relocatable list = run.Memory.GetAddress(run.Memory.GetAddress(entry + Content) + calldata);
                if (!run.Memory.Get(list + element).IsEmpty)
                {
                    Increment(run, list + element);
                }
                else
                {
                    Increment(run, list);
                }
            });
        }
    }

    [Fact]
    [LiesAbout("next_transaction")]
    public void AnotherClassUnderADeclaredHashIsFound()
    {
        for (int i = 0; i < 6; i++)
        {
            int part = i;
            Must(nameof(Declared), 0, (run, entry) => Increment(run, run.Memory.GetAddress(entry + ClassParts) + part));
        }
    }

    [Theory]
    [InlineData(nameof(Mixed), 0, 1)]
    [InlineData(nameof(Mixed), 0, 2)]
    [InlineData(nameof(Mixed), 0, 4)]
    [InlineData(nameof(Mixed), 1, 4)]
    [InlineData(nameof(Deployed), 0, 0)]
    [InlineData(nameof(Deployed), 0, 1)]
    [InlineData(nameof(Declared), 0, 0)]
    [InlineData(nameof(Declared), 0, 2)]
    [LiesAbout("next_transaction")]
    public void AnotherTypeOfATransactionIsFound(string subject, int transaction, int kind) => Must(subject, transaction, (run, entry) =>
    {
        run.Replace(entry + Kind, (Felt)kind);
        Relocatable signed = run.Memory.GetAddress(entry + Content);
        Relocatable list = run.Memory.Place([(Felt)7]);
        MaybeRelocatable[] own = kind switch
        {
            0 => [Felt.One, list, Felt.Zero, list],
            1 => [(Felt)5, (Felt)6],
            2 => [(Felt)5, (Felt)6, Felt.One, list],
            _ => [],
        };
        if (own.Length > 0)
        {
            MaybeRelocatable[] common = [.. Enumerable.Range(0, CommonSize).Select(i => run.Memory.Get(signed + i))];
            run.Replace(entry + Content, run.Memory.Place([.. common, .. own]));
        }
    });

    /// <summary>A message from L1 needs no signature: in place of what somebody signed, it would call their account.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [LiesAbout("next_transaction")]
    public void AMessageInPlaceOfASignedTransactionIsFound(bool isFree) => Must(nameof(Mixed), 0, (run, entry) =>
    {
        Relocatable signed = run.Memory.GetAddress(entry + Content);
        Relocatable message = run.Memory.Place(
            run.Memory.Get(signed),
            Puppet.Hear,
            Felt.Zero,
            run.Memory.Get(signed + CommonSize),
            run.Memory.Get(signed + (CommonSize + 1)));
        run.Replace(entry + Kind, (Felt)Message);
        run.Replace(entry + Content, message);
        if (isFree)
        {
            run.Replace(entry + Fee, Felt.Zero);
            run.Replace(entry + SignatureLength, Felt.Zero);
        }
    });

    /// <summary>Sequencer, time, six prices, where data goes, a transaction left out, the old hash.</summary>
    [Fact]
    [LiesAbout("next_block")]
    public void AnAlteredFieldOfABlockIsFound()
    {
        foreach (int i in Enumerable.Range(0, BlockEntrySize).Where(i => i != TransactionCount))
        {
            int field = i;
            Mixed.Value.Must("next_block", 0, ids =>
            {
                HintId entry = ids["entry"];
                return run => Increment(run, entry.Pointer(run) + field);
            });
        }

        Mixed.Value.Must("next_block", 0, ids =>
        {
            HintId entry = ids["entry"];
            return run => run.Replace(entry.Pointer(run) + TransactionCount, Felt.One);
        });
    }

    private static void Must(string subject, int transaction, Action<HintRun, Relocatable> lie) =>
        Of(subject).Must("next_transaction", transaction, Lie(lie));

    private static BlockSubject Of(string subject) => subject switch
    {
        nameof(Mixed) => Mixed.Value,
        nameof(Deployed) => Deployed.Value,
        _ => Declared.Value,
    };

    private static Func<HintBinder, Action<HintRun>> Lie(Action<HintRun, Relocatable> lie) => ids =>
    {
        HintId entry = ids["entry"];
        return run => lie(run, entry.Pointer(run));
    };

    private static void Increment(HintRun run, Relocatable at) => run.Replace(at, run.Memory.GetFelt(at) + 1);
}
