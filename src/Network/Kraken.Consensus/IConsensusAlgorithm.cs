using System;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Consensus;

/// <summary>One consensus algorithm as a set: its state machine, its messages, their encoding, and the check of its certificates.</summary>
public interface IConsensusAlgorithm
{
    /// <summary>Its number.</summary>
    AlgorithmTag Tag { get; }

    /// <summary>Makes the state machine of a validator.</summary>
    IConsensusCore CreateCore(ValidatorId self);

    /// <summary>
    /// True when a message, if authentic, is alone a reason to begin its height: the block of the height's first proposer. Anything else
    /// could come from a validator that wants to hurry the others.
    /// </summary>
    bool Opens(ConsensusMessage message, Committee committee);

    /// <summary>The bytes under a statement's signature.</summary>
    byte[] SigningBytes(SigningDomain domain, Statement statement);

    /// <summary>Joins a statement of this validator and its signature.</summary>
    SignedStatement Sign(Statement statement, ReadOnlyMemory<byte> signature);

    /// <summary>The message in which a signed statement travels.</summary>
    /// <param name="signed">The statement.</param>
    /// <param name="block">The block that it is about, where statements of its kind carry one.</param>
    ConsensusMessage MessageOf(SignedStatement signed, ReadOnlyMemory<byte> block);

    /// <summary>The value whose block a statement carries when it is sent; null when it carries none.</summary>
    ValueId? CarriedValue(Statement statement);

    /// <summary>The same message without its block, as it is logged.</summary>
    ConsensusMessage WithBlock(ConsensusMessage message, ReadOnlyMemory<byte> block);

    /// <summary>Appends a message in canonical form.</summary>
    void Write(ByteWriter writer, ConsensusMessage message);

    /// <summary>Reads a message; the reader fails on anything but a canonical one. Never throws.</summary>
    /// <param name="reader">Foreign bytes.</param>
    /// <param name="maxBlockBytes">The largest block.</param>
    ConsensusMessage? Read(ref ByteReader reader, int maxBlockBytes);

    /// <summary>Appends a certificate, without its tag.</summary>
    void Write(ByteWriter writer, Certificate certificate);

    /// <summary>Reads a certificate; signatures are not checked. Never throws.</summary>
    Certificate? ReadCertificate(ref ByteReader reader);

    /// <summary>True when a certificate's statements, taken as authentic, prove its value by the weight of the committee.</summary>
    bool Proves(Certificate certificate, Committee committee);
}

/// <summary>What a signature is bound to: a vote of one chain, genesis or epoch says nothing in another.</summary>
/// <param name="GenesisHash">The hash of block 0.</param>
/// <param name="Epoch">The committee's epoch.</param>
public sealed record SigningDomain(string ChainId, Felt GenesisHash, ulong Epoch)
{
    /// <summary>Begins the bytes of a signature.</summary>
    /// <param name="kind">What is signed, such as "kraken/tendermint/vote".</param>
    public ByteWriter Begin(string kind)
    {
        ByteWriter writer = new();
        writer.Text(kind);
        writer.Text(ChainId);
        writer.Felt(GenesisHash);
        writer.UInt64(Epoch);
        return writer;
    }
}
