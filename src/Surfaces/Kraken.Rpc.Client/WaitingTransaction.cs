using Kraken.Fields;

namespace Kraken.Rpc.Client;

/// <summary>A transaction that waits for a block.</summary>
/// <param name="Type">Its kind, as the interface names it.</param>
/// <param name="Sender">The account.</param>
/// <param name="Nonce">The account's nonce that it uses.</param>
/// <param name="Tip">What it pays on top of each unit of L2 gas, in fri.</param>
public sealed record WaitingTransaction(Felt Hash, string Type, Felt Sender, Felt Nonce, ulong Tip);
