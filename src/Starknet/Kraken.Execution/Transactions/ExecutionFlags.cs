namespace Kraken.Execution.Transactions;

/// <summary>How a transaction is run; the defaults are those of a block.</summary>
/// <param name="ChargeFee">Bounds and balance are checked and the fee is paid.</param>
/// <param name="Validate">The account validates.</param>
/// <param name="StrictNonce">The nonce must be the next one; else a later one will do.</param>
public sealed record ExecutionFlags(bool ChargeFee = true, bool Validate = true, bool StrictNonce = true)
{
    /// <summary>The flags of a block.</summary>
    public static ExecutionFlags Default { get; } = new();
}
