using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>Each part of an outcome that differs is noticed and named: comparisons of the engines see no more than this does.</summary>
public sealed class OutcomeDifferenceTests
{
    private static readonly Felt[] Usual = [1, 2];
    private static readonly Felt[] Other = [1, 3];

    [Theory]
    [InlineData("validate")]
    [InlineData("validate: failed")]
    [InlineData("execute: calls")]
    [InlineData("execute/0: class")]
    [InlineData("execute/0: request", 1)]
    [InlineData("execute/0: request", 2)]
    [InlineData("execute/0: request", 3)]
    [InlineData("execute/0: request", 4)]
    [InlineData("execute/0: failed")]
    [InlineData("execute/0: return data")]
    [InlineData("execute/0: gas")]
    [InlineData("execute/0: tracked")]
    [InlineData("execute/0: events", 1)]
    [InlineData("execute/0: events", 2)]
    [InlineData("execute/0: events", 3)]
    [InlineData("execute/0: messages", 1)]
    [InlineData("execute/0: messages", 2)]
    [InlineData("fee transfer: return data")]
    [InlineData("revert reason")]
    [InlineData("gas")]
    [InlineData("data gas")]
    [InlineData("fee")]
    [InlineData("resources", 1)]
    [InlineData("resources", 2)]
    [InlineData("builtins")]
    [InlineData("reverted builtins")]
    [InlineData("visited storage")]
    [InlineData("classes")]
    [InlineData("state changes")]
    public void EachPartThatDiffersIsNamed(string part, int variant = 1)
    {
        ExecutedOutcome usual = new Changed("", 0).Outcome();
        ExecutedOutcome other = new Changed(part, variant).Outcome();
        Assert.StartsWith($"{part}: the virtual machine gave", OutcomeDifference.Find(usual, other), StringComparison.Ordinal);
        Assert.StartsWith($"{part}: the virtual machine gave", OutcomeDifference.Find(other, usual), StringComparison.Ordinal);
        Assert.Null(OutcomeDifference.Find(other, new Changed(part, variant).Outcome()));
    }

    [Fact]
    public void RejectionsAreTheSameForTheSameReason()
    {
        RejectedOutcome rejected = new(new Rejection(RejectionKind.InvalidNonce, "expected 1, got 2"));
        Assert.Null(OutcomeDifference.Find(rejected, new RejectedOutcome(new Rejection(RejectionKind.InvalidNonce, "expected 1, got 2"))));
        Assert.NotNull(OutcomeDifference.Find(
            rejected, new RejectedOutcome(new Rejection(RejectionKind.InvalidNonce, "expected 1, got 3"))));
        Assert.NotNull(OutcomeDifference.Find(rejected, new Changed("", 0).Outcome()));
        Assert.NotNull(OutcomeDifference.Find(new Changed("", 0).Outcome(), rejected));
    }

    [Fact]
    public void CallsOutsideOfTransactionsAreCompared()
    {
        ViewResult result = new(ViewStatus.Success, Usual, null);
        Assert.Null(OutcomeDifference.Find(result, result with { Retdata = [.. Usual] }));
        Assert.NotNull(OutcomeDifference.Find(result, result with { Retdata = Other }));
        Assert.NotNull(OutcomeDifference.Find(result, result with { Status = ViewStatus.Failed }));
        Assert.NotNull(OutcomeDifference.Find(result, result with { Error = "" }));
    }

    // An outcome of which one part is another than usual.
    private sealed class Changed(string part, int variant)
    {
        internal ExecutedOutcome Outcome() => new()
        {
            Validate = One("validate", Call("validate", []), null),
            Execute = Call("execute", Enumerable.Repeat(Call("execute/0", []), One("execute: calls", 1, 2))),
            FeeTransfer = Call("fee transfer", []),
            RevertReason = One("revert reason", null, "out of gas"),
            Gas = GasVector.OfL2(One("gas", 5ul, 6ul)),
            DataGas = GasVector.OfL2(One("data gas", 5ul, 6ul)),
            Fee = One("fee", 5u, 6u),
            Resources = new()
            {
                Kind = TransactionType.Invoke,
                CalldataLength = 0,
                State = default,
                SierraGas = One("resources", 5ul, 6ul, 5ul),
                MessagesToL1 = One("resources", [3], [3], new[] { 4 }),
            },
            Usage = new()
            {
                Builtins = Counts(One("builtins", 5, 6)),
                RevertedBuiltins = Counts(One("reverted builtins", 5, 6)),
                Storage = [new StorageCell(1, One("visited storage", 5, 6))],
                Classes = new Dictionary<Felt, VmResources> { [One("classes", 5, 6)] = default },
            },
            Changes = [new StateChange(CellKind.Storage, 1, 2, 3, One("state changes", 5, 6))],
        };

        private CallInfo Call(string where, IEnumerable<CallInfo> inner) => new()
        {
            Request = new CallRequest
            {
                Kind = EntryPointType.External,
                Selector = One($"{where}: request", 5, 6, 5, 5, 5),
                Calldata = One($"{where}: request", Usual, Usual, Other, Usual, Usual),
                StorageAddress = 7,
                CallerAddress = One($"{where}: request", 5, 5, 5, 6, 5),
                InitialGas = One($"{where}: request", 5ul, 5ul, 5ul, 5ul, 6ul),
            },
            ClassHash = One($"{where}: class", 5, 6),
            Retdata = One($"{where}: return data", Usual, Other),
            Failed = One($"{where}: failed", false, true),
            GasConsumed = One($"{where}: gas", 5ul, 6ul),
            Tracked = One($"{where}: tracked", TrackedResource.SierraGas, TrackedResource.CairoSteps),
            Events =
            [
                new OrderedEvent(
                    One($"{where}: events", 5, 6, 5, 5),
                    One($"{where}: events", Usual, Usual, Other, Usual),
                    One($"{where}: events", Usual, Usual, Usual, Other)),
            ],
            Messages = [new OrderedMessage(0, One($"{where}: messages", 5, 6, 5), One($"{where}: messages", Usual, Usual, Other))],
            InnerCalls = [.. inner],
        };

        private static BuiltinCounts Counts(long count)
        {
            BuiltinCounts counts = default;
            counts[PricedBuiltin.RangeCheck] = count;
            return counts;
        }

        private T One<T>(string name, params ReadOnlySpan<T> values) => values[name == part ? variant : 0];
    }
}
