using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;

namespace Kraken.Proofs.Checking;

/// <summary>Who decides a chain's blocks, by its genesis file: checks commit certificates. Safe for several threads.</summary>
public sealed class BlockAuthority : IDisposable
{
    private readonly RotatingProposer selection = new();
    private readonly Committee committee;
    private readonly CertificateCheck certificates;

    /// <summary>Takes the committee.</summary>
    /// <param name="chainId">The chain's name, as the genesis file has it.</param>
    /// <param name="genesisHash">The hash of block 0, computed from that file.</param>
    /// <param name="committee">The validators with their weights.</param>
    /// <param name="keys">Their signing keys (SubjectPublicKeyInfo, P-256).</param>
    /// <exception cref="InvalidDataException">A key is none.</exception>
    public BlockAuthority(string chainId, Felt genesisHash, Committee committee, IReadOnlyDictionary<ValidatorId, byte[]> keys)
    {
        this.committee = committee;
        Chain = ChainId.FromName(chainId);
        GenesisHash = genesisHash;
        TendermintAlgorithm algorithm = new(new TendermintTimeouts(), selection);
        certificates = new CertificateCheck(algorithm, new SigningDomain(chainId, genesisHash, Epoch: 0), committee, keys);
    }

    /// <summary>Which chain's blocks are checked.</summary>
    public ChainId Chain { get; }

    /// <summary>The hash of block 0, which no committee decides.</summary>
    public Felt GenesisHash { get; }

    /// <summary>The token that the chain's fees are paid in, which proofs of its blocks name.</summary>
    public Felt FeeToken { get; init; } = WellKnownAddresses.FeeToken;

    /// <summary>Names of validators for people, by address; they decide nothing.</summary>
    public IReadOnlyDictionary<Felt, string> Names { get; init; } = new Dictionary<Felt, string>();

    /// <summary>The validators with their weights, ascending by address.</summary>
    public IReadOnlyList<(Felt Address, ulong Weight)> Validators =>
        [.. committee.Validators.Select(validator => (validator.Address, committee.Weight(validator)))];

    /// <summary>Whose turn it is to propose.</summary>
    /// <param name="round">The round, from 0.</param>
    public Felt Proposer(ulong height, int round) => selection.Proposer(committee, height, round).Address;

    /// <summary>Says whether the committee decided a block.</summary>
    /// <param name="number">The height.</param>
    /// <param name="certificate">The certificate, of whatever origin; null when there is none.</param>
    /// <param name="signers">The validators that signed, when it is good.</param>
    /// <returns>What is wrong; null when the committee decided the block.</returns>
    public string? FindProblem(ulong number, Felt hash, ReadOnlySpan<byte> certificate, out int signers) =>
        certificates.FindProblem(number, hash, certificate, out signers);

    /// <summary>The one of some certificates that is good; where none is, the first of them, and empty of none.</summary>
    /// <param name="number">The height.</param>
    /// <param name="certificates">The certificates, of whatever origin: some may be false to hide the others.</param>
    public ReadOnlyMemory<byte> Choose(ulong number, Felt hash, IReadOnlyList<ReadOnlyMemory<byte>> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        foreach (ReadOnlyMemory<byte> certificate in certificates)
        {
            if (FindProblem(number, hash, certificate.Span, out _) is null)
            {
                return certificate;
            }
        }

        return certificates.Count == 0 ? default : certificates[0];
    }

    /// <inheritdoc/>
    public void Dispose() => certificates.Dispose();
}
