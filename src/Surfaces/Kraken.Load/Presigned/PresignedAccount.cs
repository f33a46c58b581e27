using Kraken.Fields;

namespace Kraken.Load.Presigned;

/// <summary>An account's part of a file of signed transactions: their nonces follow each other.</summary>
/// <param name="Address">The sender.</param>
/// <param name="FirstNonce">The nonce of the first; the account must stand at it when the file is sent.</param>
/// <param name="Count">How many transactions, one a line.</param>
internal sealed record PresignedAccount(Felt Address, ulong FirstNonce, int Count);
