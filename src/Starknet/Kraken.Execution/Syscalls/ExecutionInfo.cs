using System.Collections.Generic;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// What a call may know of its surroundings. All versions of the system call read a prefix of the same structures.
/// </summary>
/// <param name="Block">Number, timestamp and sequencer.</param>
/// <param name="Transaction">The members of the transaction info; arrays that an old transaction does not have are null.</param>
/// <param name="Call">Caller, contract and selector.</param>
internal sealed record ExecutionInfo(Felt[] Block, IReadOnlyList<InfoMember> Transaction, Felt[] Call)
{
    /// <summary>The info of a running call.</summary>
    internal static ExecutionInfo Of(CallFrame frame) => new(
        BlockFields(frame.Context), ShownTransaction.Of(frame).Members,
        [frame.Request.CallerAddress, frame.Request.StorageAddress, frame.Request.Selector]);

    // Validation must not depend on what the block will be exactly.
    internal static Felt[] BlockFields(CallContext context)
    {
        BlockInfo block = context.Block;
        if (context.Mode == ExecutionMode.Execute)
        {
            return [block.Number, block.Timestamp, block.Sequencer];
        }

        ulong number = block.Number - (block.Number % context.Constants.ValidateBlockNumberRounding);
        ulong timestamp = block.Timestamp - (block.Timestamp % context.Constants.ValidateTimestampRounding);
        return [number, timestamp, Felt.Zero];
    }
}
