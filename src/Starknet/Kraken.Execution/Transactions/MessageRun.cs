using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Fees;
using Kraken.Execution.Limits;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>
/// One run of an L1 handler. Nobody validates it, no nonce is raised, nothing is paid here: the sender paid on L1, and the protocol's
/// bounds of an L1 handler take the place of an account's. What fails is reverted, and does not consume its message: L1 may take it back.
/// </summary>
internal sealed class MessageRun
{
    private readonly BlockContext block;
    private readonly L1HandlerTransaction message;
    private readonly UInt128? paidFee;
    private readonly JournaledState state;
    private readonly CallContext context;
    private readonly UsageMeter meter = new();
    private readonly int start;

    internal MessageRun(
        BlockContext block,
        L1HandlerTransaction message,
        UInt128? paidFee,
        JournaledState state,
        IClassSource classes,
        ExecutionBudget? budget,
        bool isNativeOff)
    {
        this.block = block;
        this.message = message;
        this.paidFee = paidFee;
        this.state = state;
        start = state.Checkpoint;
        TransactionInfo info = new()
        {
            Hash = message.Hash,
            Version = message.Version,
            IsCurrent = false,
            IsQuery = message.IsQuery,
            Sender = message.ContractAddress,
            Nonce = message.Nonce,
        };
        context = new(block, info, state, classes, ExecutionMode.Execute, limitSteps: false, Bounds.L2Gas, meter, budget)
        {
            IsNativeOff = isNativeOff,
        };
    }

    private VersionedConstants Constants => block.Constants;

    private GasVector Bounds => Constants.L1HandlerBounds;

    /// <summary>Runs.</summary>
    /// <exception cref="RejectionException">No block may hold it. Who catches it reverts the state.</exception>
    internal ExecutedOutcome Run()
    {
        if (message.Calldata.IsEmpty)
        {
            throw new RejectionException(
                RejectionKind.InvalidMessage, "An L1 handler's calldata is empty; its first element is the sender on L1.");
        }

        long steps = context.Steps.RemainingSteps;
        Felt classHash = state.ClassHashAt(message.ContractAddress);
        CallInfo call;
        try
        {
            call = CallHandler();
        }
        catch (EntryPointException exception)
        {
            return Reverted(steps, ErrorText.Of(
                ErrorText.ExecutionHeader, "Error in the called contract", message.ContractAddress, classHash, message.EntryPointSelector,
                exception.Error));
        }

        TransactionResources resources = ResourcesOf(call);
        GasVector gas = resources.ToGas(Constants, block.Block.UseBlobs);
        if (FeeChecks.Exceeded(Bounds, gas) is { } exceeded)
        {
            return Reverted(steps, exceeded);
        }

        // As the reference has it, a message that is reverted is not asked for its fee.
        return paidFee == UInt128.Zero
            ? throw new RejectionException(
                RejectionKind.L1FeeNotPaid, FormattableString.Invariant($"Actual fee ({FeeOf(gas)}) exceeded paid fee on L1 (0)."))
            : Outcome(call, null, resources, 0, default);
    }

    private CallInfo CallHandler()
    {
        CallRequest request = new()
        {
            Kind = EntryPointType.L1Handler,
            Selector = message.EntryPointSelector,
            Calldata = ImmutableCollectionsMarshal.AsArray(message.Calldata)!,
            StorageAddress = message.ContractAddress,
            CallerAddress = default,
            InitialGas = Bounds.L2Gas,
        };
        ulong gas = request.InitialGas;
        return EntryPointCaller.ExecuteOrThrow(context, request, null, ref gas);
    }

    // Nothing that the execution used is part of the receipt.
    private ExecutedOutcome Reverted(long steps, string reason)
    {
        state.RevertTo(start);
        ulong unpriced = context.RevertGas.Consumed + ((ulong)(steps - context.Steps.RemainingSteps) * Constants.Gas.Step);
        return Outcome(null, reason, ResourcesOf(null), unpriced, meter.BuiltinsOfSteps);
    }

    private ExecutedOutcome Outcome(
        CallInfo? call, string? reason, TransactionResources resources, ulong unpricedGas, BuiltinCounts revertedBuiltins) => new()
    {
        Execute = call,
        RevertReason = reason,
        Gas = resources.ToGas(Constants, block.Block.UseBlobs),
        DataGas = resources.State.DataGas(block.Block.UseBlobs),
        Fee = 0,
        Resources = resources,
        Changes = state.ChangesSince(start),
        Usage = new()
        {
            Builtins = meter.Builtins,
            RevertedBuiltins = revertedBuiltins,
            UnpricedGas = unpricedGas,
            Storage = state.VisitedStorage,
            Classes = meter.Classes,
        },
    };

    // The payload is what is stored of a message, and what L1 is told; the sender's address is part of its header.
    private TransactionResources ResourcesOf(CallInfo? call)
    {
        int payload = message.Calldata.Length - 1;
        return UsedResources.Of([call], new()
        {
            Kind = TransactionType.L1Handler,
            CalldataLength = payload,
            State = UsedResources.Count(state.ChangesSince(start), block.Chain.LegacyFeeToken, sender: null),
            MessageFromL1 = payload,
        });
    }

    // Only shown; a block's prices may be anything.
    private BigInteger FeeOf(GasVector gas)
    {
        PriceVector prices = PriceVector.InWei(block.Block.GasPrices);
        return ((BigInteger)gas.L1Gas * prices.L1Gas) + ((BigInteger)gas.L1DataGas * prices.L1DataGas)
            + ((BigInteger)gas.L2Gas * prices.L2Gas);
    }
}
