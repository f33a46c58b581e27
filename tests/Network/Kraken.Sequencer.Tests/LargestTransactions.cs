using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Tests;

/// <summary>The largest transactions that the limits let through, of every type, and variants one past each limit.</summary>
internal static class LargestTransactions
{
    private static readonly Felt Largest = -Felt.One;

    private static readonly ResourceBoundsMapping Bounds = new(
        new ResourceBounds(ulong.MaxValue, UInt128.MaxValue),
        new ResourceBounds(new TransactionBounds().MaxL2GasAmount, UInt128.MaxValue),
        new ResourceBounds(ulong.MaxValue, UInt128.MaxValue));

    public static ChainLimits Limits { get; } = new();

    public static InvokeTransaction Invoke(int calldata, int signature) => new()
    {
        Nonce = Largest,
        SenderAddress = Largest,
        Calldata = Felts(calldata),
        Signature = Felts(signature),
        ResourceBounds = Bounds,
        Tip = ulong.MaxValue,
    };

    public static DeployAccountTransaction Deploy(int calldata, int signature) => new()
    {
        Nonce = Largest,
        ClassHash = Largest,
        ContractAddressSalt = Largest,
        ConstructorCalldata = Felts(calldata),
        ContractAddress = 0x1,
        Signature = Felts(signature),
        ResourceBounds = Bounds,
        Tip = ulong.MaxValue,
    };

    public static DeclareTransaction Declare(int signature) => new()
    {
        Nonce = Largest,
        SenderAddress = Largest,
        ClassHash = 0x1,
        CompiledClassHash = Largest,
        Signature = Felts(signature),
        ResourceBounds = Bounds,
        Tip = ulong.MaxValue,
    };

    /// <summary>A class of as many felts and of exactly as many bytes of JSON; the rest of it is an ABI of the given characters.</summary>
    public static SierraClass Class(int felts, long jsonBytes, string abiPattern)
    {
        SierraClass empty = new()
        {
            SierraProgram = [1, 9, 0, .. Felts(felts - 3)],
            ContractClassVersion = ClassBounds.FormatVersion,
            EntryPoints = new EntryPoints<SierraEntryPoint>
            {
                External =
                    [.. Enumerable.Range(1, 100).Select(index => new SierraEntryPoint(Largest - (Felt)(1000 - index), ulong.MaxValue))],
                L1Handler = [new SierraEntryPoint(1, 0), new SierraEntryPoint(2, 0)],
                Constructor = [new SierraEntryPoint(0, 0)],
            },
            Abi = string.Empty,
        };
        long room = jsonBytes - ClassSize.JsonBytes(empty);
        long patternBytes = ClassSize.JsonBytes(empty with { Abi = abiPattern }) - ClassSize.JsonBytes(empty);
        StringBuilder abi = new();
        abi.Insert(0, abiPattern, (int)(room / patternBytes)).Append('a', (int)(room % patternBytes));
        return empty with { Abi = abi.ToString() };
    }

    /// <summary>The largest transactions.</summary>
    public static IEnumerable<(string Name, SubmittedTransaction Transaction)> All()
    {
        int calldata = Limits.Transaction.MaxCalldataFelts;
        int signature = Limits.Transaction.MaxSignatureFelts;
        yield return ("invoke", Complete(Invoke(calldata, signature)));
        yield return ("deploy", Complete(Deploy(calldata, signature)));
        long most = Limits.Class.MaxJsonBytes;
        foreach (string abi in (string[])["a", "\"", "\\", "\n", "\u0001", "\u00e9", "\u4e2d", "\ud83d\ude00", "\"<>&+'\u2028\u0007\u00ff"])
        {
            yield return (
                $"declare of an ABI of {abi.Length} times {(int)abi[0]:x}", Complete(Declare(signature), Class(1_000, most, abi)));
        }

        // Small felts are short as JSON: the program at its limit leaves most room for the ABI.
        SierraClass small = Class(3, most - (6L * (Limits.Class.MaxSierraFelts - 3)), "\"");
        yield return ("declare of the longest program", Complete(Declare(signature), small with
        {
            SierraProgram = [1, 9, 0, .. Enumerable.Repeat(Felt.Zero, Limits.Class.MaxSierraFelts - 3)],
        }));
    }

    public static SubmittedTransaction Complete(AccountTransaction transaction, SierraClass? sierra = null) =>
        DerivedFields.Compute(new SubmittedTransaction(transaction, sierra), ChainId.Sepolia);

    private static ImmutableArray<Felt> Felts(int count) => [.. Enumerable.Repeat(Largest, count)];
}
