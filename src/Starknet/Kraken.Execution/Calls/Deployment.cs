using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>The deployment of a contract: its address gets the class, then its constructor runs.</summary>
/// <param name="Contract">The new contract.</param>
/// <param name="CodeAddress">The new contract again when a contract deploys it; null when a transaction does.</param>
/// <param name="Caller">The deploying contract; zero for a transaction.</param>
internal sealed record Deployment(Felt ClassHash, Felt Contract, Felt? CodeAddress, Felt Caller)
{
    /// <exception cref="SyscallException">With a <see cref="ConstructorError"/>: the contract could not be
    /// deployed. Nobody can catch that.</exception>
    internal CallInfo Execute(CallContext context, Felt[] calldata, TrackedResource? caller, ref ulong gas)
    {
        if (!context.State.ClassHashAt(Contract).IsZero)
        {
            throw Failed($"Deployment failed: contract already deployed at address {FrameText.Hex(Contract)}");
        }

        if (Contract.IsZero)
        {
            throw Failed("Cannot deploy contract at address 0.");
        }

        // The class is set first, so that the constructor sees it.
        context.State.SetClassHash(Contract, ClassHash);
        RunnableClass runnable = EntryPointCaller.FindClass(context, ClassHash) ?? throw Failed(EntryPointCaller.Undeclared(ClassHash));
        return runnable.ConstructorSelector is { } selector
            ? RunConstructor(context, selector, calldata, caller, ref gas)
            : WithoutConstructor(context, runnable, calldata, caller, gas);
    }

    private CallInfo RunConstructor(CallContext context, in Felt selector, Felt[] calldata, TrackedResource? caller, ref ulong gas)
    {
        CallRequest call = Request(selector, calldata, gas);
        try
        {
            return EntryPointCaller.ExecuteOrThrow(context, call, caller, ref gas);
        }
        catch (EntryPointException exception)
        {
            throw new SyscallException(new ConstructorError(Contract, ClassHash, selector, exception.Error));
        }
    }

    private CallInfo WithoutConstructor(CallContext context, RunnableClass runnable, Felt[] calldata, TrackedResource? caller, ulong gas)
    {
        if (calldata.Length > 0)
        {
            throw Failed("Invalid input: constructor_calldata; Cannot pass calldata to a contract with no constructor.");
        }

        TrackedResource tracked = EntryPointCaller.Tracked(context, runnable, caller);
        ulong initialGas = tracked == TrackedResource.CairoSteps ? context.Constants.Gas.DefaultInitial : gas;
        CallRequest call = Request(context.Constants.Selectors.Constructor, [], initialGas) with { ClassHash = ClassHash };
        return new() { Request = call, ClassHash = ClassHash, Tracked = tracked };
    }

    private CallRequest Request(in Felt selector, Felt[] calldata, ulong gas) => new()
    {
        CodeAddress = CodeAddress,
        Kind = EntryPointType.Constructor,
        Selector = selector,
        Calldata = calldata,
        StorageAddress = Contract,
        CallerAddress = Caller,
        InitialGas = gas,
    };

    private SyscallException Failed(string message) => new(new ConstructorError(Contract, ClassHash, null, new PlainError(message)));
}
