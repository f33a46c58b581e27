using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Client;

/// <summary>An event and where it was emitted.</summary>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="TransactionIndex">The index of the transaction in the block.</param>
/// <param name="EventIndex">The index of the event in the transaction.</param>
public sealed record EmittedEvent(ContractEvent Event, ulong BlockNumber, Felt TransactionHash, ulong TransactionIndex, ulong EventIndex);
