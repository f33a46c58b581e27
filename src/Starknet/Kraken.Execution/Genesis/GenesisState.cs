using System;
using System.IO;
using System.Runtime.InteropServices;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Execution.Fees;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Genesis;

/// <summary>Builds the state of the first block: declares classes, runs constructors, gives balances.</summary>
public static class GenesisState
{
    // Storage variable ERC20_total_supply of the fee token, a u256.
    private static readonly Felt TotalSupply = Keccak.StarknetKeccak("ERC20_total_supply"u8);

    /// <summary>The state diff of the first block.</summary>
    /// <param name="block">The block's context: chain, prices, timestamp.</param>
    /// <param name="specification">What it holds.</param>
    /// <exception cref="InvalidDataException">A contract cannot be constructed as specified.</exception>
    public static StateDiff Build(BlockContext block, GenesisSpecification specification)
    {
        JournaledState state = new(EmptyState.Instance);
        ClassRegistry classes = new();
        foreach (CompiledContract contract in specification.Classes)
        {
            state.SetCompiledClassHash(contract.ClassHash, contract.CompiledClassHash);
            classes.Add(contract.ClassHash, contract.Runnable);
        }

        foreach (GenesisContract contract in specification.Contracts)
        {
            Deploy(block, state, classes, contract);
        }

        foreach (GenesisBalance balance in specification.Balances)
        {
            Add(state, block.Chain.FeeToken, FeeToken.BalanceKey(balance.Account), balance.Amount);
            Add(state, block.Chain.FeeToken, TotalSupply, balance.Amount);
        }

        if (block.Constants.Flags.StatefulCompression)
        {
            AliasAllocation.Run(state, block.Constants.System);
        }

        return StateDiffs.Of(state.Changes());
    }

    private static void Deploy(BlockContext block, JournaledState state, ClassRegistry classes, GenesisContract contract)
    {
        ulong gas = block.Constants.Gas.DefaultInitial;
        TransactionInfo none = new() { IsCurrent = false };
        CallContext context = new(block, none, state, classes, ExecutionMode.Execute, limitSteps: false, gas);
        Felt[] calldata = ImmutableCollectionsMarshal.AsArray(contract.ConstructorCalldata) ?? [];
        try
        {
            new Deployment(contract.ClassHash, contract.Address, null, default).Execute(context, calldata, null, ref gas);
        }
        catch (SyscallException exception)
        {
            ErrorText text = new($"genesis contract {contract.Address}: ");
            exception.Error.AddTo(text, 0);
            throw new InvalidDataException(text.ToString(), exception);
        }
    }

    // Adds to a u256 in two cells, low half first.
    private static void Add(JournaledState state, in Felt contract, in Felt key, UInt128 amount)
    {
        if (!state.StorageAt(contract, key).TryToUInt128(out UInt128 low))
        {
            throw new InvalidDataException($"cell {key} of the fee token holds no half of a u256");
        }

        UInt128 sum = unchecked(low + amount);
        state.SetStorage(contract, key, sum);
        if (sum < low)
        {
            Felt high = key + Felt.One;
            state.SetStorage(contract, high, state.StorageAt(contract, high) + Felt.One);
        }
    }
}
