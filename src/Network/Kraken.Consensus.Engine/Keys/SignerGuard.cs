using System;
using System.IO;
using System.Text.Json;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>
/// Signs for a validator and never signs two different messages for one height, round and step, whatever a restart or a bug
/// asks for: the last step signed is on disk before its signature is released.
/// </summary>
public sealed class SignerGuard
{
    private readonly ValidatorKey key;
    private readonly string chain;
    private readonly string path;
    private SignedStep last;

    /// <summary>Opens the guard's file, or begins anew where there is none.</summary>
    /// <param name="key">The signing key.</param>
    /// <param name="chain">The chain id, part of what is signed.</param>
    /// <param name="path">The file of the last step signed.</param>
    /// <exception cref="InvalidDataException">The file is damaged: signing without it would be unsafe.</exception>
    public SignerGuard(ValidatorKey key, string chain, string path)
    {
        this.key = key;
        this.chain = chain;
        this.path = path;
        last = File.Exists(path) ? Read(path) : new SignedStep(0, -1, SignedStepKind.Proposal, "");
    }

    /// <summary>Signs a vote.</summary>
    /// <returns>Null when the guard refuses: a later step, or another value in the same step, was signed before.</returns>
    public SignedVote? Sign(Vote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        SignedStepKind kind = vote.Type == VoteType.Prevote ? SignedStepKind.Prevote : SignedStepKind.Precommit;
        return Admit(new SignedStep(vote.Height, vote.Round, kind, vote.Value?.ToString() ?? "nil"))
            ? new SignedVote(vote, key.Sign(Messages.MessageCodec.SigningBytes(chain, vote)))
            : null;
    }

    /// <summary>Signs a proposal; null when the guard refuses.</summary>
    public SignedProposal? Sign(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return Admit(new SignedStep(proposal.Height, proposal.Round, SignedStepKind.Proposal, $"{proposal.Value} {proposal.ValidRound}"))
            ? new SignedProposal(proposal, key.Sign(Messages.MessageCodec.SigningBytes(chain, proposal)))
            : null;
    }

    private static SignedStep Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), SignedStepJson.Default.SignedStep) ?? throw new InvalidDataException($"{path}: expected the last step signed, got null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: damaged; signing without knowing the last step signed could equivocate", error);
        }
    }

    /// <summary>A step is new, or the very one signed last (a message may be sent again after a restart).</summary>
    private bool Admit(SignedStep step)
    {
        if (step == last)
        {
            return true;
        }

        if ((step.Height, step.Round, step.Kind).CompareTo((last.Height, last.Round, last.Kind)) <= 0)
        {
            return false;
        }

        string next = path + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, step, SignedStepJson.Default.SignedStep);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        last = step;
        return true;
    }
}
