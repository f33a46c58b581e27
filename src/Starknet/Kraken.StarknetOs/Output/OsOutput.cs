using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.StarknetOs.Output;

/// <summary>
/// The output of the operating system over consecutive blocks, with the whole state diff (starkware-libs/sequencer 60161ba, output.cairo):
/// ten felts of header, messages to L1, messages to L2, changes of contracts, changes of classes.
/// </summary>
public sealed record OsOutput
{
    /// <summary>The root of the state before the first block.</summary>
    public required Felt RootBefore { get; init; }

    /// <summary>The root of the state after the last block.</summary>
    public required Felt RootAfter { get; init; }

    /// <summary>The number of the block before the first; P - 1 before block 0.</summary>
    public required Felt NumberBefore { get; init; }

    /// <summary>The number of the last block.</summary>
    public required ulong LastBlock { get; init; }

    /// <summary>The hash of the block before the first: a guess, which nothing binds to the state before.</summary>
    public required Felt ParentHash { get; init; }

    /// <summary>The hash of the last block.</summary>
    public required Felt LastHash { get; init; }

    /// <summary>The hash of what the protocol lets chains choose.</summary>
    public required Felt ConfigHash { get; init; }

    /// <summary>The messages to L1, in order.</summary>
    public required ImmutableArray<MessageToL1> MessagesToL1 { get; init; }

    /// <summary>The messages from L1 that were consumed, in order.</summary>
    public required ImmutableArray<ConsumedMessage> MessagesToL2 { get; init; }

    /// <summary>The changed contracts, ascending by address.</summary>
    public required ImmutableArray<ContractChange> Contracts { get; init; }

    /// <summary>The changed compiled hashes of classes, ascending by class hash.</summary>
    public required ImmutableArray<ValueChange> Classes { get; init; }

    /// <summary>Reads an output to its last felt.</summary>
    /// <param name="felts">The output.</param>
    /// <param name="output">What it says, or null.</param>
    /// <param name="error">What was expected of it and what it has, or null.</param>
    public static bool TryParse(
        ReadOnlySpan<Felt> felts, [NotNullWhen(true)] out OsOutput? output, [NotNullWhen(false)] out string? error)
    {
        StatementReader reader = new(felts);
        output = Read(ref reader);
        reader.End();
        error = reader.Error?.ToString();
        output = error is null ? output : null;
        return error is null;
    }

    private static OsOutput Read(ref StatementReader reader)
    {
        (Felt before, Felt after) = (reader.Next("state root before"), reader.Next("state root after"));
        Felt numberBefore = reader.Next("number of the block before");
        ulong last = reader.Number("number of the last block", ulong.MaxValue, "a number of 64 bits");
        (Felt parent, Felt hash) = (reader.Next("hash of the block before"), reader.Next("hash of the last block"));
        reader.Exactly("program hash", Felt.Zero);
        Felt config = reader.Next("config hash");
        reader.Exactly("use of blobs", Felt.Zero);
        reader.Exactly("whole state diff", Felt.One);
        return new OsOutput
        {
            RootBefore = before,
            RootAfter = after,
            NumberBefore = numberBefore,
            LastBlock = last,
            ParentHash = parent,
            LastHash = hash,
            ConfigHash = config,
            MessagesToL1 = reader.MessagesToL1(),
            MessagesToL2 = reader.MessagesToL2(),
            Contracts = ReadContracts(ref reader),
            Classes = ReadChanges(ref reader, "changes of classes"),
        };
    }

    private static ImmutableArray<ContractChange> ReadContracts(ref StatementReader reader)
    {
        const int HeaderSize = 6;
        int count = reader.Count("changes of contracts", HeaderSize);
        List<ContractChange> contracts = [];
        for (int i = 0; i < count && reader.Error is null; i++)
        {
            Felt address = reader.Next("address of a contract");
            (Felt nonceBefore, Felt nonceAfter) = (reader.Next("nonce before"), reader.Next("nonce after"));
            (Felt classBefore, Felt classAfter) = (reader.Next("class before"), reader.Next("class after"));
            contracts.Add(new(
                address, nonceBefore, nonceAfter, classBefore, classAfter, ReadChanges(ref reader, "changes of storage")));
        }

        return [.. contracts];
    }

    private static ImmutableArray<ValueChange> ReadChanges(ref StatementReader reader, string field)
    {
        const int Size = 3;
        int count = reader.Count(field, Size);
        List<ValueChange> changes = [];
        for (int i = 0; i < count; i++)
        {
            changes.Add(new(reader.Next("key"), reader.Next("value before"), reader.Next("value after")));
        }

        return [.. changes];
    }
}
