using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>Runs one transaction; all that decides what it does comes from the arguments, and all that it does goes to the state.</summary>
internal delegate TransactionOutcome TransactionRun(
    ExecutableTransaction transaction, JournaledState state, IClassSource classes, ExecutionBudget? budget);
