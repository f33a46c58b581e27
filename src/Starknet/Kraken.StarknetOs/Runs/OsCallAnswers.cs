using System.Collections.Generic;
using Kraken.BlockProof.Hints;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Fields;

namespace Kraken.StarknetOs.Runs;

/// <summary>
/// Answers as the operating system checks them: what a callee gave back lies in a temporary segment, which the program binds to where the
/// callee put it.
/// </summary>
/// <param name="withoutConstructor">The classes without a constructor: of them a deployment gives nothing back, not even a place.</param>
internal sealed class OsCallAnswers(IEnumerable<Felt> withoutConstructor) : CallAnswers
{
    private const int DeployedClass = 2;

    private static readonly Felt CalleeFailed = Felt.FromShortString("ENTRYPOINT_FAILED");

    private readonly HashSet<Felt> withoutConstructor = [.. withoutConstructor];

    /// <inheritdoc/>
    protected override Relocatable StartOf(VmMemory memory, SyscallAnswer answer) =>
        !answer.Failed || (answer.List is [.., var last] && last == CalleeFailed) ? memory.AddTemporarySegment() : memory.AddSegment();

    /// <inheritdoc/>
    protected override MaybeRelocatable[] Constructed(VmMemory memory, Relocatable request, SyscallAnswer answer) =>
        withoutConstructor.Contains(memory.GetFelt(request + DeployedClass))
            ? [Felt.Zero, Felt.Zero]
            : List(memory, answer);
}
