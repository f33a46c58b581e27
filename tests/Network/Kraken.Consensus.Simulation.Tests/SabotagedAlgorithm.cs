using System;
using Kraken.Serialization;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>An algorithm whose core is wrapped in one that does something wrong, or that does something wrong itself.</summary>
internal class SabotagedAlgorithm(IConsensusAlgorithm inner, Func<IConsensusCore, IConsensusCore>? sabotage = null) : IConsensusAlgorithm
{
    protected IConsensusAlgorithm Inner => inner;

    public AlgorithmTag Tag => inner.Tag;

    public IConsensusCore CreateCore(ValidatorId self) => sabotage?.Invoke(inner.CreateCore(self)) ?? inner.CreateCore(self);

    public virtual byte[] SigningBytes(SigningDomain domain, Statement statement) => inner.SigningBytes(domain, statement);

    public SignedStatement Sign(Statement statement, ReadOnlyMemory<byte> signature) => inner.Sign(statement, signature);

    public ConsensusMessage MessageOf(SignedStatement signed, ReadOnlyMemory<byte> block) => inner.MessageOf(signed, block);

    public ValueId? CarriedValue(Statement statement) => inner.CarriedValue(statement);

    public ConsensusMessage WithBlock(ConsensusMessage message, ReadOnlyMemory<byte> block) => inner.WithBlock(message, block);

    public bool Opens(ConsensusMessage message, Committee committee) => inner.Opens(message, committee);

    public void Write(ByteWriter writer, ConsensusMessage message) => inner.Write(writer, message);

    public ConsensusMessage? Read(ref ByteReader reader, int maxBlockBytes) => inner.Read(ref reader, maxBlockBytes);

    public void Write(ByteWriter writer, Certificate certificate) => inner.Write(writer, certificate);

    public Certificate? ReadCertificate(ref ByteReader reader) => inner.ReadCertificate(ref reader);

    public virtual bool Proves(Certificate certificate, Committee committee) => inner.Proves(certificate, committee);
}
