using System.Collections.Generic;
using Kraken.Proofs;

namespace Kraken.Explorer.Views;

/// <summary>The list of proofs.</summary>
/// <param name="Proofs">The latest, highest block first.</param>
internal sealed record ProofListView(IReadOnlyList<ProofManifest> Proofs);
