using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>The proofs of executions on older blocks that transactions may bring; none before protocol 0.14.2.</summary>
/// <param name="Versions">The versions of proofs, short strings.</param>
/// <param name="Programs">The hashes of the programs that may have run.</param>
public sealed record AllowedProofs(IReadOnlySet<Felt> Versions, IReadOnlySet<Felt> Programs);
