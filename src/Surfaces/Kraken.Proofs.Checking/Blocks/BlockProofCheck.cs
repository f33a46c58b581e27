using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Verification;
using Kraken.Execution.Blocks;
using Kraken.Fields;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Checks a proof of blocks from a bundle alone: the STARK, the program, every felt of the output, the chain, the committee, where the
/// blocks begin, the old hashes, and the content where it is given. Nothing is executed. Safe for several threads.
/// </summary>
/// <param name="authority">Who decides the chain's blocks, by a genesis file that the caller trusts.</param>
/// <param name="programs">The programs that are accepted.</param>
public sealed class BlockProofCheck(BlockAuthority authority, ImmutableArray<ProvenProgram> programs)
{
    internal const string StarkStep = "the STARK proof is valid";
    internal const string ProgramStep = "the program is the block program of a protocol version";
    internal const string StatementStep = "the output is a statement about blocks, to its last felt";
    internal const string ConfigStep = "the blocks are of this chain";
    internal const string CommitteeStep = "the committee of the genesis file decided the last block";
    internal const string ParentStep = "the blocks begin at genesis, at a decided block, or where another proof ends";
    internal const string OldHashStep = "the hashes that blocks write are those of the blocks ten below";

    private readonly ContentCheck content = new(authority.Chain);
    private readonly KnownProgram? expected = Expected(programs);

    /// <summary>Checks a bundle; never throws on its content.</summary>
    /// <param name="provedBefore">The hash of the block in which a checked proof of the blocks before ends; null without one.</param>
    public BlockProofReport Run(BlockBundle bundle, Felt? provedBefore = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ProofStatement? stated = null;
        CheckList list = Begin(bundle);
        list.Run(StarkStep, () => StarkCheck.Run(bundle.Proof.Span, expected, out stated));
        return list.IsComplete ? Finish(list, ReadClaim(list, stated!, programs), bundle, provedBefore) : Report(list, null, bundle);
    }

    /// <summary>
    /// Checks a bundle by a genesis that came with it, which may be a stranger's: it is opened only for a valid proof of blocks by a known
    /// program.
    /// </summary>
    /// <param name="programs">The programs that are accepted.</param>
    /// <param name="open">Makes block 0 and takes the committee.</param>
    public static BlockProofReport Run(BlockBundle bundle, ImmutableArray<ProvenProgram> programs, Func<BlockAuthority> open)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(open);
        ProofStatement? stated = null;
        CheckList list = Begin(bundle);
        list.Run(StarkStep, () => StarkCheck.Run(bundle.Proof.Span, Expected(programs), out stated));
        Claim claim = default;
        if (list.IsComplete)
        {
            claim = ReadClaim(list, stated!, programs);
        }

        if (!list.IsComplete)
        {
            return Report(list, claim.Statement, bundle) with { Proof = stated };
        }

        using BlockAuthority authority = open();
        return new BlockProofCheck(authority, programs).Finish(list, claim, bundle, null);
    }

    /// <summary>
    /// Finds what a check will find wrong with a bundle whose proof is still to be made, so that it need not be made: the chain, the
    /// certificates, and the headers before the first block. Content is not looked at. Never throws on what a bundle holds.
    /// </summary>
    /// <param name="expected">What the proof will state.</param>
    /// <param name="bundle">The bundle, without a proof.</param>
    /// <returns>The step and what it found; null for nothing.</returns>
    public string? FindProblem(BlockStatement expected, BlockBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(bundle);
        CheckList list = new([ConfigStep, CommitteeStep, ParentStep, OldHashStep]);
        CheckChain(list, () => expected, bundle, null);
        return list.Report().FirstFailure is { } failure ? $"“{failure.Name}”: {failure.Detail}" : null;
    }

    /// <summary>The protocol version of a program that is accepted; null of another.</summary>
    internal string? VersionOf(Felt program) => programs.FirstOrDefault(known => known.Hash == program)?.ProtocolVersion;

    /// <summary>The steps after the first, of what a valid proof states.</summary>
    internal BlockProofReport Run(ProofStatement proved, BlockBundle bundle, Felt? provedBefore = null)
    {
        CheckList list = Begin(bundle);
        list.Run(StarkStep, () => CheckFinding.Pass("checked before"));
        return Finish(list, ReadClaim(list, proved, programs), bundle, provedBefore);
    }

    private static CheckList Begin(BlockBundle bundle) => new(
    [
        StarkStep, ProgramStep, StatementStep, ConfigStep, CommitteeStep, ParentStep, OldHashStep,
        .. bundle.Bodies.IsEmpty ? [] : ContentCheck.Steps,
    ]);

    private static BlockProofReport Report(CheckList list, BlockStatement? statement, BlockBundle bundle) =>
        new(list.Report().Steps, statement, bundle.Bodies.IsEmpty ? [BlockProofMeaning.NoContent] : []);

    private static KnownProgram? Expected(ImmutableArray<ProvenProgram> programs) =>
        programs.Select(program => program.Known).FirstOrDefault(known => known is not null);

    private static Claim ReadClaim(CheckList list, ProofStatement proved, ImmutableArray<ProvenProgram> programs)
    {
        BlockStatement? statement = null;
        ProvenProgram? program = null;
        list.Run(ProgramStep, () => CheckProgram(programs, proved.ProgramHash, out program));
        list.Run(StatementStep, () => CheckOutput(proved.Output, out statement));
        return new Claim(proved, program, statement);
    }

    private BlockProofReport Finish(CheckList list, Claim claim, BlockBundle bundle, Felt? provedBefore)
    {
        CheckChain(list, () => claim.Statement!, bundle, provedBefore);
        if (!bundle.Bodies.IsEmpty)
        {
            content.Run(list, bundle.Bodies, claim.Statement!, claim.Program?.ProtocolVersion ?? "");
        }

        return Report(list, claim.Statement, bundle) with { Proof = claim.Proof };
    }

    private void CheckChain(CheckList list, Func<BlockStatement> statement, BlockBundle bundle, Felt? provedBefore)
    {
        list.Run(ConfigStep, () => CheckConfig(statement()));
        list.Run(CommitteeStep, () => CheckCertificate(statement().LastBlock, statement().LastHash, bundle.Certificate.Span));
        list.Run(ParentStep, () => CheckParent(statement(), bundle.ParentCertificate.Span, provedBefore));
        list.Run(OldHashStep, () => OldHashCheck.Run(statement(), bundle.Ancestors, authority.GenesisHash));
    }

    private static CheckFinding CheckProgram(ImmutableArray<ProvenProgram> programs, Felt hash, out ProvenProgram? program)
    {
        program = programs.FirstOrDefault(known => known.Hash == hash);
        return program is null
            ? CheckFinding.Fail($"expected {Known(programs)}, got a program of hash {hash}")
            : CheckFinding.Pass($"protocol {program.ProtocolVersion}, hash {hash}");
    }

    private static string Known(IEnumerable<ProvenProgram> programs) =>
        string.Join(" or ", programs.Select(program => $"{program.Hash} of protocol {program.ProtocolVersion}"));

    private static CheckFinding CheckOutput(ImmutableArray<Felt> output, out BlockStatement? statement) =>
        BlockStatement.TryParse(output.AsSpan(), out statement, out StatementError? error)
            ? CheckFinding.Pass($"blocks {statement.FirstBlock} to {statement.LastBlock}, {output.Length} felts")
            : CheckFinding.Fail(error.ToString());

    private CheckFinding CheckConfig(BlockStatement statement)
    {
        Felt expected = ChainInfo.ConfigHashOf(authority.Chain, authority.FeeToken);
        return statement.ConfigHash == expected
            ? CheckFinding.Pass($"chain {authority.Chain.Name}, fee token {authority.FeeToken}")
            : CheckFinding.Fail(
                $"expected config hash {expected} of chain {authority.Chain.Name} with fee token {authority.FeeToken}, "
                + $"got {statement.ConfigHash}");
    }

    private CheckFinding CheckCertificate(ulong number, Felt hash, ReadOnlySpan<byte> certificate) =>
        authority.FindProblem(number, hash, certificate, out int signers) is { } problem
            ? CheckFinding.Fail(problem)
            : CheckFinding.Pass($"block {number} {hash}, signed by {signers} validators");

    private CheckFinding CheckParent(BlockStatement statement, ReadOnlySpan<byte> certificate, Felt? provedBefore)
    {
        ulong number = statement.FirstBlock - 1;
        if (number == 0)
        {
            return statement.ParentHash == authority.GenesisHash
                ? CheckFinding.Pass($"block 0, {authority.GenesisHash}")
                : CheckFinding.Fail($"expected block 0 of the genesis file, {authority.GenesisHash}, got {statement.ParentHash}");
        }

        return provedBefore == statement.ParentHash ? CheckFinding.Pass($"block {number}, in which the proof before ends")
            : certificate.IsEmpty && provedBefore is { } end
                ? CheckFinding.Fail($"expected {end}, in which the proof before ends, got {statement.ParentHash}")
            : CheckCertificate(number, statement.ParentHash, certificate);
    }

    // What a valid proof says before anybody asks whose chain it is about.
    private readonly record struct Claim(ProofStatement Proof, ProvenProgram? Program, BlockStatement? Statement);
}
