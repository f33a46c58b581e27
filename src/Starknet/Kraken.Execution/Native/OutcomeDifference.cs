using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Fees;
using Kraken.Execution.Transactions;

namespace Kraken.Execution.Native;

/// <summary>Finds the first thing in which what two engines made of one transaction or call differs.</summary>
internal static class OutcomeDifference
{
    /// <summary>Where and how the outcomes differ; null if all that is derived from them is the same.</summary>
    internal static string? Find(TransactionOutcome machine, TransactionOutcome native)
    {
        if (machine is not ExecutedOutcome expected || native is not ExecutedOutcome actual)
        {
            // Rejections are made of values.
            return machine is ExecutedOutcome || native is ExecutedOutcome || machine != native ? Told("outcome", machine, native) : null;
        }

        return Find("validate", expected.Validate, actual.Validate)
            ?? Find("execute", expected.Execute, actual.Execute)
            ?? Find("fee transfer", expected.FeeTransfer, actual.FeeTransfer)
            ?? Value("revert reason", expected.RevertReason, actual.RevertReason)
            ?? Value("gas", expected.Gas, actual.Gas)
            ?? Value("data gas", expected.DataGas, actual.DataGas)
            ?? Value("fee", expected.Fee, actual.Fee)
            ?? Value("resources", Text(expected.Resources), Text(actual.Resources))
            ?? Value("builtins", Text(expected.Usage.Builtins), Text(actual.Usage.Builtins))
            ?? Value("reverted builtins", Text(expected.Usage.RevertedBuiltins), Text(actual.Usage.RevertedBuiltins))
            ?? Value("unpriced gas", expected.Usage.UnpricedGas, actual.Usage.UnpricedGas)
            ?? Value("visited storage", Text(expected.Usage.Storage), Text(actual.Usage.Storage))
            ?? Value("classes", Text(expected.Usage.Classes.Keys.Order()), Text(actual.Usage.Classes.Keys.Order()))
            ?? Value("state changes", Text(expected.Changes), Text(actual.Changes));
    }

    /// <summary>As <see cref="Find(TransactionOutcome, TransactionOutcome)"/>, for a call outside of transactions.</summary>
    internal static string? Find(ViewResult machine, ViewResult native) =>
        Value("status", machine.Status, native.Status)
        ?? Value("error", machine.Error, native.Error)
        ?? Value("return data", Text(machine.Retdata), Text(native.Retdata));

    private static string? Find(string where, CallInfo? machine, CallInfo? native)
    {
        if (machine is null || native is null)
        {
            return Value(where, machine is null ? "no call" : "a call", native is null ? "no call" : "a call");
        }

        string? difference = Value($"{where}: class", machine.ClassHash, native.ClassHash)
            ?? Value($"{where}: request", Text(machine.Request), Text(native.Request))
            ?? Value($"{where}: failed", machine.Failed, native.Failed)
            ?? Value($"{where}: return data", Text(machine.Retdata), Text(native.Retdata))
            ?? Value($"{where}: gas", machine.GasConsumed, native.GasConsumed)
            ?? Value($"{where}: tracked", machine.Tracked, native.Tracked)
            ?? Value($"{where}: steps", machine.Resources.Steps, native.Resources.Steps)
            ?? Value($"{where}: events", Text(machine.Events.Select(Text)), Text(native.Events.Select(Text)))
            ?? Value($"{where}: messages", Text(machine.Messages.Select(Text)), Text(native.Messages.Select(Text)))
            ?? Value($"{where}: calls", machine.InnerCalls.Count, native.InnerCalls.Count);
        for (int i = 0; difference is null && i < machine.InnerCalls.Count; i++)
        {
            difference = Find(string.Create(CultureInfo.InvariantCulture, $"{where}/{i}"), machine.InnerCalls[i], native.InnerCalls[i]);
        }

        return difference;
    }

    private static string? Value<T>(string where, T machine, T native) =>
        EqualityComparer<T>.Default.Equals(machine, native) ? null : Told(where, machine, native);

    private static string Told(string where, object? machine, object? native) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{where}: the virtual machine gave {machine ?? "nothing"}, native code {native ?? "nothing"}");

    private static string Text(CallRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"{request.Kind} {request.Selector} of {request.StorageAddress} code {request.CodeAddress} class {request.ClassHash}")
        + string.Create(
            CultureInfo.InvariantCulture,
            $" by {request.CallerAddress}, {request.CallType}, gas {request.InitialGas}, [{Text(request.Calldata)}]");

    private static string Text(TransactionResources used) => string.Create(
        CultureInfo.InvariantCulture,
        $"gas {used.SierraGas}, steps {used.Vm.Steps}, reverted steps {used.RevertedSteps}, {Text(used.Vm.Builtins)}")
        + string.Create(
            CultureInfo.InvariantCulture,
            $", events {used.Events} {used.EventKeys} {used.EventData}, messages {Text(used.MessagesToL1)}, state {used.State}");

    private static string Text(OrderedEvent emitted) =>
        string.Create(CultureInfo.InvariantCulture, $"{emitted.Order} [{Text(emitted.Keys)}] [{Text(emitted.Data)}]");

    private static string Text(OrderedMessage sent) =>
        string.Create(CultureInfo.InvariantCulture, $"{sent.Order} {sent.ToAddress} [{Text(sent.Payload)}]");

    private static string Text(BuiltinCounts counts) =>
        Text(Enum.GetValues<PricedBuiltin>().Select(builtin => $"{builtin} {counts[builtin].ToString(CultureInfo.InvariantCulture)}"));

    private static string Text<T>(IEnumerable<T> values) => string.Join(' ', values);
}
