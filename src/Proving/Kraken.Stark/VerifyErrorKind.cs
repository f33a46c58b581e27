namespace Kraken.Stark;

/// <summary>What a verifier found wrong; the closed list of reasons to refuse a proof.</summary>
public enum VerifyErrorKind
{
    /// <summary>The proof's bytes do not follow the format.</summary>
    Malformed,

    /// <summary>An array has a length that the protocol does not allow, or an optional part is missing.</summary>
    Structure,

    /// <summary>A parameter is outside what the protocol supports.</summary>
    UnsupportedConfig,

    /// <summary>The parameters give fewer bits of security than demanded.</summary>
    SecurityTooLow,

    /// <summary>The preprocessed tree is not the known one of the variant.</summary>
    PreprocessedRoot,

    /// <summary>The claim breaks a rule about sizes or components.</summary>
    Claim,

    /// <summary>The public data breaks a rule about states, segments or the program.</summary>
    PublicData,

    /// <summary>The uses of a lookup relation could wrap around the field.</summary>
    RelationUses,

    /// <summary>The proof of work before the interaction phase does not hold.</summary>
    InteractionProofOfWork,

    /// <summary>The claimed logup sums and the public one do not add to zero.</summary>
    LogupSum,

    /// <summary>A lookup denominator is zero under the drawn elements.</summary>
    DegenerateChallenge,

    /// <summary>The sampled values have another shape than the constraints need.</summary>
    SampledValues,

    /// <summary>The constraints do not hold at the out-of-domain point.</summary>
    OutOfDomain,

    /// <summary>The FRI proof has the wrong number of layers.</summary>
    FriLayerCount,

    /// <summary>The FRI last layer polynomial has the wrong degree.</summary>
    FriLastLayerDegree,

    /// <summary>The proof of work before the queries does not hold.</summary>
    QueryProofOfWork,

    /// <summary>The queried values have the wrong number of rows, or differ at equal positions.</summary>
    QueriedValues,

    /// <summary>A Merkle path lacks hashes.</summary>
    MerkleWitnessTooShort,

    /// <summary>A Merkle path has hashes left over.</summary>
    MerkleWitnessTooLong,

    /// <summary>A Merkle path leads to another root.</summary>
    MerkleRoot,

    /// <summary>A FRI layer lacks evaluations.</summary>
    FriWitnessTooShort,

    /// <summary>A FRI layer has evaluations left over.</summary>
    FriWitnessTooLong,

    /// <summary>The folded evaluations differ from the last layer polynomial.</summary>
    FriLastLayerValue,
}
