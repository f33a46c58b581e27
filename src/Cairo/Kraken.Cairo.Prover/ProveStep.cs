namespace Kraken.Cairo.Prover;

/// <summary>The steps of proving, in order.</summary>
public enum ProveStep
{
    /// <summary>Filling the columns of all components from the run.</summary>
    BaseTrace,

    /// <summary>The fixed columns and their tree (once per process and kind of tree).</summary>
    Preprocessed,

    /// <summary>Extension and tree of the base trace.</summary>
    BaseCommitment,

    /// <summary>The nonce before the lookup elements.</summary>
    InteractionProofOfWork,

    /// <summary>The columns of partial sums of the lookups.</summary>
    InteractionTrace,

    /// <summary>Extension and tree of the interaction trace.</summary>
    InteractionCommitment,

    /// <summary>The composition polynomial and its tree.</summary>
    Composition,

    /// <summary>Evaluation at the out-of-domain point.</summary>
    Sampling,

    /// <summary>The quotients of all columns at the sampled points, one column of them per size.</summary>
    Quotients,

    /// <summary>The FRI layers.</summary>
    Fri,

    /// <summary>The nonce before the queries.</summary>
    ProofOfWork,

    /// <summary>Opening the queried rows.</summary>
    Decommitment,

    /// <summary>The proof is complete.</summary>
    Done,
}
