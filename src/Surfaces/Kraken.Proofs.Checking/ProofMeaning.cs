using System.Collections.Immutable;

namespace Kraken.Proofs.Checking;

/// <summary>What proofs of calls are about, in words that are the same for all of them.</summary>
public static class ProofMeaning
{
    /// <summary>What a proof of a call states once a check passed, a sentence each.</summary>
    public static ImmutableArray<string> Proves { get; } =
    [
        "The compiled code of one class, entered at one entry point with the calldata and gas of the public inputs, ran to its end"
        + " under the rules of the Cairo machine.",
        "It used the gas, returned the data, read and wrote the storage cells and emitted the events that the public inputs list,"
        + " each system call with the answer it was given.",
        "The program that was proved is that class's code inside a frame that writes those inputs.",
    ];

    /// <summary>What it does not state, a sentence each.</summary>
    public static ImmutableArray<string> DoesNotProve { get; } =
    [
        "That the values read from storage are those of the chain's state, that the events and writes are those of the block,"
        + " and that the call was in the transaction: these are compared with the block by the check, but they are no part of the proof.",
        "That the transaction was signed and validated, that its nonce was right, and that its fee was charged:"
        + " the account's code and the fee transfer are executed again, not proved.",
        "That the class hash belongs to the code: the check compiles the class from its Sierra code and compares the program's hash.",
        "Anything about the other transactions of the block, or about state roots before and after it.",
    ];
}
