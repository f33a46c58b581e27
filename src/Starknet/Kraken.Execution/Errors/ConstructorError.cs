using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>A deployment failed.</summary>
/// <param name="Contract">The address of the new contract.</param>
/// <param name="Selector">The constructor's selector; null when the failure came before it was known.</param>
/// <param name="Cause">The error.</param>
public sealed record ConstructorError(Felt Contract, Felt ClassHash, Felt? Selector, EntryPointError Cause) : SyscallError
{
    internal override void AddTo(ErrorText text, int depth)
    {
        text.Add(FrameText.Entry(depth, "Error in the contract class constructor", Contract, ClassHash, Selector));
        Cause.AddTo(text, depth);
    }
}
