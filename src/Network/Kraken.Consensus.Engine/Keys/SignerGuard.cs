using System;
using System.IO;
using System.Text;
using Kraken.Consensus.Engine.Storage;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>
/// Signs for a validator and never signs two different statements for one slot, nor goes back to an earlier one, whatever a restart
/// or a bug asks for: the last step signed is on disk before its signature is released.
/// </summary>
public sealed class SignerGuard
{
    /// <summary>The file of the last step signed.</summary>
    public const string FileName = "signed";

    // Before every slot of a height.
    private static readonly SignedStep Nothing = new(default, new string('0', 64));

    private readonly ISigner signer;
    private readonly IConsensusAlgorithm algorithm;
    private readonly SigningDomain domain;
    private readonly IDurableStorage storage;

    // What an earlier process wrote may have reached the system and not the disk.
    private bool isDurable;

    private SignerGuard(ISigner signer, IConsensusAlgorithm algorithm, SigningDomain domain, IDurableStorage storage, SignedStep last)
    {
        this.signer = signer;
        this.algorithm = algorithm;
        this.domain = domain;
        this.storage = storage;
        Last = last;
    }

    /// <summary>The last step signed; one of height 0 before the first.</summary>
    public SignedStep Last { get; private set; }

    /// <summary>Opens the guard's file.</summary>
    /// <param name="signer">Makes the signatures.</param>
    /// <param name="algorithm">Says what bytes are signed.</param>
    /// <param name="domain">What signatures are bound to.</param>
    /// <param name="storage">Where the file is.</param>
    /// <param name="isNew">
    /// True for a validator that cannot have signed anything: its chain has no block beyond the first and its log is empty. Only then may
    /// the file be missing.
    /// </param>
    /// <exception cref="InvalidDataException">The file is missing or damaged: signing without it could equivocate.</exception>
    public static SignerGuard Open(ISigner signer, IConsensusAlgorithm algorithm, SigningDomain domain, IDurableStorage storage, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(storage);
        byte[]? content = storage.Read(FileName);
        if (content is null)
        {
            if (!isNew)
            {
                throw new InvalidDataException(
                    $"{FileName}: expected the last step signed, got no file though this validator took part before; " +
                    "without it, signing could equivocate. Restore the file, or start the validator under a new key");
            }

            // The file exists before the first record of a log does, so a missing one is always a loss.
            content = Encoding.ASCII.GetBytes(Nothing.ToText());
            storage.Replace(FileName, content);
        }

        SignedStep last = SignedStep.Parse(Encoding.ASCII.GetString(content))
            ?? throw new InvalidDataException($"{FileName}: expected 'height round kind content', got {content.Length} other bytes; " +
                "signing without it could equivocate");
        return new SignerGuard(signer, algorithm, domain, storage, last);
    }

    /// <summary>Signs a statement.</summary>
    /// <returns>Null when the guard refuses: a later slot, or another statement in the same slot, was signed before.</returns>
    public SignedStatement? Sign(Statement statement)
    {
        SignedStep step = SignedStep.Of(statement, algorithm, domain);
        return Admit(step) ? algorithm.Sign(statement, signer.Sign(algorithm.SigningBytes(domain, statement))) : null;
    }

    /// <summary>A step is later than the last, or the very same (a message may be signed again after a restart).</summary>
    private bool Admit(SignedStep step)
    {
        if (step != Last && step.Slot <= Last.Slot)
        {
            return false;
        }

        if (step != Last || !isDurable)
        {
            storage.Replace(FileName, Encoding.ASCII.GetBytes(step.ToText()));
            Last = step;
            isDurable = true;
        }

        return true;
    }
}
