using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>An inner call stopped the run.</summary>
/// <param name="Contract">The contract whose storage is used.</param>
/// <param name="Cause">Its error.</param>
public sealed record InnerCallError(bool IsLibraryCall, Felt Contract, Felt ClassHash, Felt Selector, EntryPointError Cause) : SyscallError
{
    internal override void AddTo(ErrorText text, int depth)
    {
        text.Add(FrameText.Entry(
            depth, IsLibraryCall ? "Error in a library call" : "Error in the called contract", Contract, ClassHash, Selector));
        Cause.AddTo(text, depth + 1);
    }
}
