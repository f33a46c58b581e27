using System;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Fees;
using Kraken.Execution.Limits;
using Kraken.Fields;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>One run of an account's transaction: checks, validation, execution, fee.</summary>
internal sealed class AccountRun
{
    // Of what an account answered instead of VALID; it may be a million felts.
    private const int ShownFelts = 16;

    private const string ValidationHeader = "Transaction validation has failed:\n";
    private const string ConstructorHeader = "Contract constructor execution has failed:\n";

    private readonly BlockContext block;
    private readonly PreparedTransaction transaction;
    private readonly JournaledState state;
    private readonly IClassSource classes;
    private readonly ExecutionFlags flags;
    private readonly ExecutionBudget? budget;
    private readonly bool isNativeOff;
    private readonly UsageMeter meter = new();
    private readonly int start;
    private ulong remainingGas;

    internal AccountRun(
        BlockContext block,
        PreparedTransaction transaction,
        JournaledState state,
        IClassSource classes,
        ExecutionFlags flags,
        ExecutionBudget? budget,
        bool isNativeOff)
    {
        this.block = block;
        this.transaction = transaction;
        this.state = state;
        this.classes = classes;
        this.flags = flags;
        this.budget = budget;
        this.isNativeOff = isNativeOff;
        start = state.Checkpoint;
        remainingGas = transaction.Info.MaxAmounts.L2Gas;
        if (!flags.ChargeFee && remainingGas == 0)
        {
            // Estimations come without bounds: they get what the phases may use at most.
            remainingGas = block.Constants.ValidateMaxSierraGas + block.Constants.ExecuteMaxSierraGas;
        }
    }

    private TransactionInfo Info => transaction.Info;

    private VersionedConstants Constants => block.Constants;

    private ulong Tip => Constants.Flags.Tip ? Info.Tip : 0;

    /// <summary>Runs.</summary>
    /// <exception cref="RejectionException">No block may hold it. Who catches it reverts the state.</exception>
    internal ExecutedOutcome Run()
    {
        PreValidate();
        PhaseResult result = transaction.Kind == TransactionType.Invoke ? RunRevertible() : RunNonRevertible();

        // A run ahead of its turn may meet another balance of the sequencer from here on.
        state.MarkVisited();
        CallInfo? feeTransfer = flags.ChargeFee && result.Cost.Fee > 0 ? TransferFee(result.Cost.Fee) : null;
        return new ExecutedOutcome
        {
            Validate = result.Validate,
            Execute = result.Execute,
            FeeTransfer = feeTransfer,
            RevertReason = result.RevertReason,
            Gas = result.Cost.Gas,
            DataGas = result.Cost.Resources.State.DataGas(block.Block.UseBlobs),
            Fee = result.Cost.Fee,
            Resources = result.Cost.Resources,
            Changes = state.ChangesSince(start),
            Usage = new()
            {
                Builtins = meter.Builtins,
                RevertedBuiltins = result.RevertedBuiltins,
                Storage = state.VisitedStorage,
                Classes = meter.Classes,
            },
        };
    }

    /// <summary>
    /// Runs what decides whether a transaction may wait for a block: the checks before execution and the account's validation; for a
    /// declare or a new account all of it, since those cannot be reverted. The state is left as it was.
    /// </summary>
    /// <returns>The rejection, or null.</returns>
    internal RejectedOutcome? RunAdmission()
    {
        try
        {
            PreValidate();
            if (transaction.Kind == TransactionType.Invoke)
            {
                Validate();
            }
            else
            {
                RunNonRevertible();
            }

            return null;
        }
        catch (RejectionException exception)
        {
            return new RejectedOutcome(exception.Rejection);
        }
        finally
        {
            state.RevertTo(start);
        }
    }

    // The nonce is raised here, so that it stays raised when the execution is reverted.
    private void PreValidate()
    {
        Felt nonce = state.NonceAt(Info.Sender);
        if (flags.StrictNonce ? nonce != Info.Nonce : nonce > Info.Nonce)
        {
            throw new RejectionException(
                RejectionKind.InvalidNonce,
                $"Invalid transaction nonce of contract at address {FrameText.Hex(Info.Sender)}. "
                + $"Account nonce: {FrameText.Hex(nonce)}; got: {FrameText.Hex(Info.Nonce)}.");
        }

        state.SetNonce(Info.Sender, nonce + Felt.One);
        if (flags.ChargeFee)
        {
            FeeChecks.RequireBounds(block, transaction);
            (Felt low, Felt high) = FeeToken.Balance(state, block.Chain.FeeToken, Info.Sender);
            if (!FeeChecks.Covers(low, high, Info.MaxFee(Tip)))
            {
                throw new RejectionException(RejectionKind.InsufficientBalance, FeeChecks.ExceedsBalance(Info, low, high));
            }
        }

        ProofFactsCheck.Require(block, state, Info.ProofFacts);
    }

    private PhaseResult RunNonRevertible()
    {
        CallInfo? validate;
        CallInfo? execute = null;
        if (transaction.Kind == TransactionType.DeployAccount)
        {
            execute = DeployAccount();
            validate = Validate();
        }
        else
        {
            validate = Validate();
            Declare();
        }

        Cost cost = CostOf([validate, execute], 0, 0);
        return CheckAfter(cost) is { } failure
            ? throw new RejectionException(RejectionKind.ResourcesExceeded, failure.Reason)
            : new(validate, execute, null, cost);
    }

    private PhaseResult RunRevertible()
    {
        CallInfo? validate = Validate();
        CallContext context = NewContext(ExecutionMode.Execute, flags.ChargeFee, Math.Min(remainingGas, Constants.ExecuteMaxSierraGas));
        long overhead = (validate?.Resources.Steps ?? 0) + Constants.Os.Of(transaction.Kind, transaction.ExtendedCalldataLength).Steps;
        long allotted = Math.Max(0, context.Steps.RemainingSteps - overhead);
        context.Steps.RemainingSteps = allotted;
        int checkpoint = state.Checkpoint;
        BuiltinCounts before = meter.BuiltinsOfSteps;
        try
        {
            CallInfo execute = CallExecute(context);
            Cost cost = CostOf([validate, execute], 0, 0);
            if (CheckAfter(cost) is not { } failure)
            {
                return new(validate, execute, null, cost);
            }

            state.RevertTo(checkpoint);
            return new(
                validate, null, failure.Reason, RevertCost(validate, context, allotted) with { Fee = failure.Fee },
                meter.BuiltinsOfSteps.Less(before));
        }
        catch (EntryPointException exception)
        {
            state.RevertTo(checkpoint);
            Cost cost = RevertCost(validate, context, allotted);
            UInt128 fee = CheckAfter(cost) is { } failure ? failure.Fee : cost.Fee;
            Felt classHash = state.ClassHashAt(Info.Sender);
            string reason = ErrorText.Of(
                ErrorText.ExecutionHeader, "Error in the called contract", Info.Sender, classHash, Constants.Selectors.Execute,
                exception.Error);
            return new(validate, null, reason, cost with { Fee = fee }, meter.BuiltinsOfSteps.Less(before));
        }
    }

    private Cost RevertCost(CallInfo? validate, CallContext context, long allottedSteps) =>
        CostOf([validate], allottedSteps - context.Steps.RemainingSteps, context.RevertGas.Consumed);

    private CallInfo CallExecute(CallContext context)
    {
        ulong gas = Math.Min(remainingGas, Constants.ExecuteMaxSierraGas);
        CallInfo info =
            EntryPointCaller.ExecuteOrThrow(context, AccountCall(Constants.Selectors.Execute, transaction.Calldata, gas), null, ref gas);
        remainingGas -= info.GasConsumed;
        return info;
    }

    private CallInfo? Validate()
    {
        if (!flags.Validate)
        {
            return null;
        }

        ulong gas = Math.Min(remainingGas, Constants.ValidateMaxSierraGas);
        CallContext context = NewContext(ExecutionMode.Validate, flags.ChargeFee, gas);
        (Felt selector, Felt[] calldata) = transaction.Kind switch
        {
            TransactionType.Declare => (Constants.Selectors.ValidateDeclare, [transaction.ClassHash]),
            TransactionType.DeployAccount =>
                (Constants.Selectors.ValidateDeploy, (Felt[])[transaction.ClassHash, transaction.Salt, .. transaction.Calldata]),
            _ => (Constants.Selectors.Validate, transaction.Calldata),
        };
        CallInfo info = CallValidate(context, AccountCall(selector, calldata, gas), ref gas);
        if (info.Failed)
        {
            throw Invalid(PanicTrace.Of(info, PanicTrace.ValidationHeader, Constants.Failures.EntryPointFailed).ToString());
        }

        // Accounts of Cairo 0 answer nothing; that a class is such a one is asked only where the answer leaves it open.
        bool isAnswered = info.Retdata.Length == 1 && info.Retdata[0] == Constants.Validated;
        if (!isAnswered && EntryPointCaller.FindClass(context, info.ClassHash) is { Deprecated: null })
        {
            string more = info.Retdata.Length > ShownFelts ? $", ... of {info.Retdata.Length}" : string.Empty;
            string got = string.Join(", ", info.Retdata.Take(ShownFelts));
            throw Invalid($"The `validate` entry point should return `VALID`. Got Retdata([{got}{more}]).");
        }

        remainingGas -= info.GasConsumed;
        return info;
    }

    private CallInfo CallValidate(CallContext context, CallRequest call, ref ulong gas)
    {
        Felt classHash = state.ClassHashAt(Info.Sender);
        try
        {
            return EntryPointCaller.Execute(context, call, null, ref gas);
        }
        catch (EntryPointException exception)
        {
            throw Invalid(
                ErrorText.Of(ValidationHeader, "Error in the called contract", Info.Sender, classHash, call.Selector, exception.Error));
        }
    }

    private CallInfo DeployAccount()
    {
        // The constructor runs under the rules of validation.
        CallContext context = NewContext(ExecutionMode.Validate, flags.ChargeFee, Math.Min(remainingGas, Constants.ValidateMaxSierraGas));
        ulong gas = Math.Min(remainingGas, Constants.ValidateMaxSierraGas);
        try
        {
            CallInfo info =
                new Deployment(transaction.ClassHash, Info.Sender, null, default).Execute(context, transaction.Calldata, null, ref gas);
            remainingGas -= info.GasConsumed;
            return info;
        }
        catch (SyscallException exception) when (exception.Error is ConstructorError error)
        {
            string reason = ErrorText.Of(
                ConstructorHeader, "Error in the contract class constructor", error.Contract, error.ClassHash, error.Selector, error.Cause);
            throw new RejectionException(RejectionKind.DeploymentFailed, reason);
        }
    }

    private void Declare()
    {
        if (transaction.Declared is not { } declared || declared.ClassHash != transaction.ClassHash)
        {
            throw new RejectionException(
                RejectionKind.ClassHashMismatch,
                $"The class of the declare has hash {(transaction.Declared is { } other ? FrameText.Hex(other.ClassHash) : "none")}, "
                + $"expected {FrameText.Hex(transaction.ClassHash)}.");
        }

        if (!state.CompiledClassHashOf(transaction.ClassHash).IsZero)
        {
            throw new RejectionException(
                RejectionKind.ClassAlreadyDeclared, $"Class with hash {FrameText.Hex(transaction.ClassHash)} is already declared.");
        }

        if (declared.CompiledClassHash != transaction.CompiledClassHash)
        {
            throw new RejectionException(
                RejectionKind.CompiledClassHashMismatch,
                $"Mismatch compiled class hash for class with hash {FrameText.Hex(transaction.ClassHash)}. "
                + $"Actual: {FrameText.Hex(declared.CompiledClassHash)}, Expected: {FrameText.Hex(transaction.CompiledClassHash)}");
        }

        state.SetCompiledClassHash(transaction.ClassHash, transaction.CompiledClassHash);
    }

    private CallInfo TransferFee(UInt128 fee)
    {
        ulong gas = Constants.Gas.DefaultInitial;
        CallContext context = NewContext(ExecutionMode.Execute, true, gas);
        CallRequest call = new()
        {
            Kind = EntryPointType.External,
            Selector = Constants.Selectors.Transfer,
            Calldata = [block.Block.Sequencer, fee, Felt.Zero],
            StorageAddress = block.Chain.FeeToken,
            CallerAddress = Info.Sender,
            InitialGas = gas,
        };
        try
        {
            CallInfo info = EntryPointCaller.Execute(context, call, null, ref gas);
            return info.Failed ? throw new RejectionException(
                RejectionKind.FeeTransferFailed, $"The fee transfer failed: {PanicText.Format(info.Retdata)}") : info;
        }
        catch (EntryPointException exception)
        {
            throw new RejectionException(
                RejectionKind.FeeTransferFailed,
                ErrorText.Of(
                    string.Empty, "Error in the called contract", call.StorageAddress,
                    state.ClassHashAt(call.StorageAddress), call.Selector, exception.Error));
        }
    }

    // Bounds first, then the balance, which the execution may have lowered. The fee is what is charged when the
    // execution is reverted for it.
    private (string Reason, UInt128 Fee)? CheckAfter(Cost cost)
    {
        if (!flags.ChargeFee)
        {
            return null;
        }

        if (FeeChecks.Exceeded(Info.MaxAmounts, cost.Gas) is { } exceeded)
        {
            return (exceeded, block.Block.FriPrices.Fee(cost.Gas.Min(Info.MaxAmounts), Tip));
        }

        (Felt low, Felt high) = FeeToken.Balance(state, block.Chain.FeeToken, Info.Sender);
        return FeeChecks.Covers(low, high, cost.Fee) ? null : (FeeChecks.InsufficientBalance(cost.Fee, low, high), cost.Fee);
    }

    private Cost CostOf(ReadOnlySpan<CallInfo?> calls, long revertedSteps, ulong revertedGas)
    {
        TransactionResources resources = UsedResources.Of(calls, new()
        {
            Kind = transaction.Kind,
            CalldataLength = transaction.ExtendedCalldataLength,
            SignatureLength = Info.Signature.Length,
            CodeSize = transaction.Declared?.CodeSize ?? 0,
            HasProof = Info.ProofFacts.Length > 0,
            State = UsedResources.Count(state.ChangesSince(start), block.Chain.FeeToken, Info.Sender),
            RevertedSteps = revertedSteps,
            SierraGas = revertedGas,
        });
        GasVector gas = resources.ToGas(Constants, block.Block.UseBlobs);
        return new(resources, gas, block.Block.FriPrices.Fee(gas, Tip));
    }

    private CallRequest AccountCall(in Felt selector, Felt[] calldata, ulong gas) => new()
    {
        Kind = EntryPointType.External,
        Selector = selector,
        Calldata = calldata,
        StorageAddress = Info.Sender,
        CallerAddress = default,
        InitialGas = gas,
    };

    private CallContext NewContext(ExecutionMode mode, bool limitSteps, ulong gas) =>
        new(block, Info, state, classes, mode, limitSteps, gas, meter, budget) { IsNativeOff = isNativeOff };

    private static RejectionException Invalid(string message) => new(RejectionKind.ValidationFailed, message);

    private readonly record struct Cost(TransactionResources Resources, GasVector Gas, UInt128 Fee);

    private readonly record struct PhaseResult(
        CallInfo? Validate,
        CallInfo? Execute,
        string? RevertReason,
        Cost Cost,
        BuiltinCounts RevertedBuiltins = default);
}
