namespace Kraken.Stark.Prover;

/// <summary>The steps of proving the values of committed polynomials.</summary>
public enum OpeningPhase
{
    /// <summary>Evaluation at the out-of-domain point.</summary>
    Sampling,

    /// <summary>The combination of all quotients.</summary>
    Quotients,

    /// <summary>Committing to the FRI layers.</summary>
    Fri,

    /// <summary>The search for the query nonce.</summary>
    ProofOfWork,

    /// <summary>Opening rows and layers.</summary>
    Decommitment,
}
