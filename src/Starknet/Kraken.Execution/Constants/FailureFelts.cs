using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>The short strings that system calls and calls answer with on failure.</summary>
/// <param name="BlockNumberOutOfRange">The block is too recent.</param>
/// <param name="InvalidInputLength">The keccak input is not whole blocks.</param>
/// <param name="InvalidArgument">An argument that the protocol refuses.</param>
/// <param name="OutOfGas">Not enough gas.</param>
/// <param name="EntryPointFailed">Appended to the return data of a failed inner call.</param>
/// <param name="EntryPointNotFound">The class has no such entry point.</param>
public sealed record FailureFelts(
    Felt BlockNumberOutOfRange,
    Felt InvalidInputLength,
    Felt InvalidArgument,
    Felt OutOfGas,
    Felt EntryPointFailed,
    Felt EntryPointNotFound);
