using Kraken.Execution.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Transactions;

/// <summary>A transaction with what its execution needs beside it.</summary>
/// <param name="Transaction">The transaction, its hash set.</param>
/// <param name="DeclaredClass">The class of a declare; null for other transactions.</param>
public sealed record ExecutableTransaction(Transaction Transaction, CompiledContract? DeclaredClass = null);
