using System;
using System.Collections.Generic;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Tests.Chain;

/// <summary>The chain's own genesis, and signed transactions of its accounts.</summary>
internal static class OwnChain
{
    internal static readonly GenesisDescription Genesis = new();
    internal static readonly Felt Transfer = Selector.FromName("transfer");
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion(Genesis.StarknetVersion)!;

    // Of chains that are too short for one.
    internal static readonly Func<ulong, Felt> NoOldBlock = number => throw new InvalidOperationException($"block {number} is asked for");

    private const ulong MaxPrice = 20_000_000_000;

    internal static ClassRegistry Classes(bool native = false)
    {
        ClassRegistry registry = new();
        foreach (ChainContract contract in ChainContracts.All)
        {
            registry.Add(contract.ClassHash, ClassFiles.Load(new(1, 9, 3), native, "cairo", "chain-contracts", contract.Name));
        }

        return registry;
    }

    internal static JournaledState State() => new(new DiffOverlay(EmptyState.Instance, GenesisState.Build(Genesis)));

    internal static BlockContext Context(ulong number) => new(
        new() { Number = number, Timestamp = 1_800_000_000 + number, Sequencer = Genesis.SequencerAddress, GasPrices = Genesis.GasPrices },
        new(Genesis.ChainId, Genesis.FeeTokenAddress),
        Constants);

    internal static ExecutableTransaction Invoke(
        PredeployedAccount account,
        ulong nonce,
        ulong l2Gas,
        params ReadOnlySpan<(Felt Contract, Felt Selector, Felt[] Calldata)> calls)
    {
        List<Felt> calldata = [calls.Length];
        foreach ((Felt contract, Felt selector, Felt[] arguments) in calls)
        {
            calldata.AddRange([contract, selector, arguments.Length, .. arguments]);
        }

        return new(Sign(
            new InvokeTransaction
            {
                SenderAddress = account.Address,
                Nonce = nonce,
                Calldata = [.. calldata],
                ResourceBounds = Bounds(l2Gas),
            },
            account));
    }

    internal static ResourceBoundsMapping Bounds(ulong l2Gas) => new(new(0, MaxPrice), new(l2Gas, MaxPrice), new(10_000, MaxPrice));

    internal static Transaction Sign(Transaction transaction, PredeployedAccount account)
    {
        Transaction hashed = transaction.WithHash(Genesis.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(account.PrivateKey!.Value, hashed.Hash);
        return hashed with { Signature = [signature.R, signature.S] };
    }
}
