using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;

namespace Kraken.Proofs.Checking;

/// <summary>What a check of a stored proof established: all of it from the verified proof, the program made again, and the block.</summary>
public sealed record EstablishedCall
{
    private EstablishedCall(ProofStatement statement, InvokeOutput output, ReplayedCall call, DecidedBlock decided)
    {
        BlockNumber = decided.Block.Header.Number;
        BlockHash = decided.Block.Header.Hash;
        TransactionHash = call.Transaction.Hash;
        TransactionIndex = call.TransactionIndex;
        Contract = call.Contract;
        ProgramHash = statement.ProgramHash;
        SecurityBits = statement.SecurityBits;
        HashName = statement.HashName;
        PreprocessedTrace = PreprocessedLayout.VariantNames[(int)statement.Variant];
        Output = output;
    }

    /// <summary>The height of the block that the committee decided.</summary>
    public ulong BlockNumber { get; }

    /// <summary>Its hash, recomputed from its content.</summary>
    public Felt BlockHash { get; }

    /// <summary>The transaction, its hash recomputed.</summary>
    public Felt TransactionHash { get; }

    /// <summary>Its place in the block.</summary>
    public int TransactionIndex { get; }

    /// <summary>The contract whose storage the call used.</summary>
    public Felt Contract { get; }

    /// <summary>The hash of the program of the proof, which is the class's program made again.</summary>
    public Felt ProgramHash { get; }

    /// <summary>The conjectured security of the proof, in bits.</summary>
    public int SecurityBits { get; }

    /// <summary>The proof's hash function.</summary>
    public string HashName { get; }

    /// <summary>The preprocessed trace variant.</summary>
    public string PreprocessedTrace { get; }

    /// <summary>The proof's output: class, entry point, calldata, gas, returned data and system calls.</summary>
    public InvokeOutput Output { get; }

    /// <summary>What the proof states, a sentence each.</summary>
    public ImmutableArray<string> Proves =>
    [
        $"The compiled code of class {Output.ClassHash}, entered at {Output.Selector} with {Output.Calldata.Length} felts of calldata and"
        + $" {Output.InitialGas.ToBigInteger()} gas, ran to its end under the rules of the Cairo machine"
        + $" and {(Output.Panicked ? "panicked" : "succeeded")}.",
        $"It used {Output.GasUsed.ToBigInteger()} gas, returned {Output.ReturnData.Length} felts,"
        + $" read {Count<ProvedSyscall.StorageRead>()} storage cells,"
        + $" wrote {Count<ProvedSyscall.StorageWrite>()} and emitted {Count<ProvedSyscall.EmitEvent>()} events,"
        + " each as the public inputs list it, with the answer that it was given.",
        $"The program that was proved has hash {ProgramHash}: this class's code inside a frame that writes those inputs."
        + $" The proof has {SecurityBits} bits of conjectured security.",
    ];

    internal static EstablishedCall Of(ProofStatement statement, InvokeOutput output, ReplayedCall call, DecidedBlock decided) =>
        new(statement, output, call, decided);

    private int Count<TSyscall>()
        where TSyscall : ProvedSyscall => Output.Syscalls.OfType<TSyscall>().Count();
}
