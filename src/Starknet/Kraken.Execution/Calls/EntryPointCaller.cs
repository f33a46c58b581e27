using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Execution.Native;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>Makes calls: finds class and entry point, chooses what meters the call, runs it.</summary>
internal static class EntryPointCaller
{
    /// <param name="context">The phase.</param>
    /// <param name="request">The call.</param>
    /// <param name="caller">What meters the calling call; null for the outermost.</param>
    /// <param name="gas">Sierra gas left to the caller; lowered by what the call uses.</param>
    /// <exception cref="EntryPointException">The call ended in a way that nobody can catch.</exception>
    internal static CallInfo Execute(CallContext context, CallRequest request, TrackedResource? caller, ref ulong gas)
    {
        if (context.Depth >= context.Constants.MaxRecursionDepth)
        {
            throw Plain("Execution failed due to recursion depth exceeded.");
        }

        context.Depth++;
        try
        {
            CallInfo info = ExecuteAtDepth(context, request, caller);
            gas -= info.GasConsumed;
            return info;
        }
        finally
        {
            context.Depth--;
        }
    }

    /// <summary>As <see cref="Execute"/>, but a panic is an error too.</summary>
    internal static CallInfo ExecuteOrThrow(CallContext context, CallRequest request, TrackedResource? caller, ref ulong gas)
    {
        CallInfo info = Execute(context, request, caller, ref gas);
        context.RevertGas.Seen(info.Tracked, gas);
        return info.Failed
            ? throw new EntryPointException(
                new PanicError(PanicTrace.Of(info, PanicTrace.ExecutionHeader, context.Constants.Failures.EntryPointFailed)))
            : info;
    }

    // The state has no compiled class hash of a class of Cairo 0: that there is such a class only its source tells.
    internal static RunnableClass? FindClass(CallContext context, in Felt classHash)
    {
        bool isDeclared = !context.State.CompiledClassHashOf(classHash).IsZero;
        RunnableClass? found = context.Classes.Find(classHash);
        return isDeclared || found?.Deprecated is not null ? found : null;
    }

    internal static string Undeclared(in Felt classHash) => $"Class with hash {FrameText.Hex(classHash)} is not declared.";

    internal static TrackedResource Tracked(CallContext context, RunnableClass runnable, TrackedResource? caller) =>
        caller == TrackedResource.CairoSteps || !(runnable.SierraVersion >= context.Constants.MinSierraVersionForSierraGas)
            ? TrackedResource.CairoSteps
            : TrackedResource.SierraGas;

    private static CallInfo ExecuteAtDepth(CallContext context, CallRequest request, TrackedResource? caller)
    {
        Felt ownClass = context.State.ClassHashAt(request.StorageAddress);
        if (ownClass.IsZero)
        {
            throw Plain($"Requested contract address {FrameText.Hex(request.StorageAddress)} is not deployed.");
        }

        Felt classHash = request.ClassHash ?? ownClass;
        RunnableClass runnable = FindClass(context, classHash) ?? throw Plain(Undeclared(classHash));
        TrackedResource tracked = Tracked(context, runnable, caller);
        ulong gas = tracked == TrackedResource.CairoSteps ? context.Constants.Gas.DefaultInitial : request.InitialGas;
        CallRequest call = request.ClassHash == classHash && request.InitialGas == gas
            ? request
            : request with { ClassHash = classHash, InitialGas = gas };
        if (call.Kind == EntryPointType.Constructor && call.Selector != context.Constants.Selectors.Constructor)
        {
            throw Plain("The constructor entry point must be named 'constructor'.");
        }

        if (runnable.Deprecated is { } program)
        {
            return RunDeprecated(context, call, runnable, program);
        }

        RunnableEntryPoint? entryPoint = runnable.Find(call.Kind, call.Selector);
        if (entryPoint is null)
        {
            return CouldNotStart(call, classHash, tracked, context.Constants.Failures.EntryPointNotFound);
        }

        context.Meter.Add(classHash, runnable);
        return call.InitialGas < context.Constants.Gas.EntryPointInitialBudget
            ? CouldNotStart(call, classHash, tracked, context.Constants.Failures.OutOfGas)
            : RunNatively(context, call, runnable, tracked)
                ?? EntryPointRun.Run(new(context, call, classHash, tracked), runnable, entryPoint);
    }

    private static CallInfo RunDeprecated(CallContext context, CallRequest call, RunnableClass runnable, DeprecatedProgram program)
    {
        Felt classHash = call.ClassHash!.Value;
        if (program.Find(call.Kind, call.Selector) is not { } offset)
        {
            return CouldNotStart(call, classHash, TrackedResource.CairoSteps, context.Constants.Failures.EntryPointNotFound);
        }

        if (offset == DeprecatedProgram.Ambiguous)
        {
            throw Plain($"Entry point {FrameText.Hex(call.Selector)} of type {call.Kind} is not unique.");
        }

        context.Meter.Add(classHash, runnable);
        return DeprecatedRun.Run(new(context, call, classHash, TrackedResource.CairoSteps), program, offset);
    }

    // Null when the virtual machine has to run the call; it gets a frame of its own, as a run that was given up has left traces in this.
    // What is metered by steps can only be run step by step.
    private static CallInfo? RunNatively(CallContext context, CallRequest call, RunnableClass runnable, TrackedResource tracked)
    {
        if (tracked != TrackedResource.SierraGas || context.IsNativeOff || context.RecordsAnswers)
        {
            return null;
        }

        if (runnable.Native is null)
        {
            context.Classes.Natives?.Want(call.ClassHash!.Value, runnable);
        }

        if (runnable.Native is not { } native || native.Find(call.Kind, call.Selector) is not { } function)
        {
            return null;
        }

        if (!native.TryEnter())
        {
            runnable.ForgetNative(native);
            return null;
        }

        try
        {
            return NativeRun.TryRun(new(context, call, call.ClassHash!.Value, tracked), runnable, native, function);
        }
        finally
        {
            native.Leave();
        }
    }

    private static CallInfo CouldNotStart(CallRequest call, in Felt classHash, TrackedResource tracked, in Felt reason) =>
        new() { Request = call, ClassHash = classHash, Tracked = tracked, Failed = true, Retdata = [reason] };

    private static EntryPointException Plain(string message) => new(new PlainError(message));
}
