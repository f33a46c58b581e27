using System;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>
/// Deploys contracts of a genesis: their constructors run in block 0, called by zero, each with the gas that the protocol gives an
/// execution. There is no transaction around them, so that nobody pays, and the events that they emit are in no block.
/// </summary>
public static class GenesisDeployment
{
    /// <summary>Deploys a contract.</summary>
    /// <param name="block">Block 0.</param>
    /// <param name="state">The state so far, which the contract is added to; of no use after a failure.</param>
    /// <param name="classes">Runnable classes.</param>
    /// <param name="contract">A contract with a constructor.</param>
    /// <param name="used">The L2 gas that it took; 0 when it cannot be deployed.</param>
    /// <param name="most">The most gas that it is given; null for what the protocol gives an execution.</param>
    /// <returns>Why it cannot be deployed; null when it is.</returns>
    public static string? Run(
        BlockContext block, JournaledState state, IClassSource classes, GenesisContract contract, out ulong used, ulong? most = null)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(contract);
        used = 0;
        ulong gas = Math.Min(most ?? ulong.MaxValue, block.Constants.ExecuteMaxSierraGas);
        CallContext context = new(
            block, new TransactionInfo { IsCurrent = false }, state, classes, ExecutionMode.Execute, limitSteps: false, gas,
            new UsageMeter(), budget: null);
        Felt[] calldata = ImmutableCollectionsMarshal.AsArray(contract.Constructor ?? []) ?? [];
        try
        {
            CallInfo info =
                new Deployment(contract.ClassHash, contract.Address, null, default).Execute(context, calldata, null, ref gas);
            used = info.L2Gas(block.Constants);
            return info.SelfAndInner().Any(call => call.Messages.Count > 0) ? "its constructor sends a message to L1" : null;
        }
        catch (SyscallException exception) when (exception.Error is ConstructorError error)
        {
            return ErrorText.Of(
                string.Empty, "Error in the contract class constructor", error.Contract, error.ClassHash, error.Selector, error.Cause);
        }
    }
}
