using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark.Channels;

namespace Kraken.Cairo.Air.Verification;

/// <summary>
/// What is the same in all proofs of one program, for whoever verifies many: its hash, and what its public memory hashes to in the
/// transcript. A proof of another program is verified as without it. Safe for several threads.
/// </summary>
public sealed class KnownProgram
{
    private readonly Felt[] words;
    private readonly Lazy<Felt> hash;
    private readonly Lazy<Blake2sHash> leaf;

    /// <summary>Takes the words of a program, in the order of its addresses.</summary>
    public KnownProgram(IEnumerable<Felt> words)
    {
        this.words = [.. words];
        hash = new(() => BlakeFelt.HashMany(this.words));
        leaf = new(() => Blake2sChannel.HashLeaf(CairoTranscript.ValueLimbs(this.words)));
    }

    /// <summary>The hash that proofs over BLAKE2s show of it.</summary>
    public Felt Hash => hash.Value;

    /// <summary>The hash of its words in the transcript of <see cref="Blake2sChannel"/>.</summary>
    internal Blake2sHash Leaf => leaf.Value;

    /// <summary>Whether a proof's program is this one.</summary>
    internal bool Holds(PublicCell[] program) =>
        program.Length == words.Length && program.Zip(words).All(pair => pair.First.Value == pair.Second);
}
