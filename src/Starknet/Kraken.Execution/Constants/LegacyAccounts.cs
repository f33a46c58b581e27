using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>Account classes that must see an older shape of the transaction info.</summary>
/// <param name="VersionOne">Classes that see version 1 when the tip is at most <paramref name="VersionOneMaxTip"/>.</param>
/// <param name="VersionOneMaxTip">The largest tip that version 1 is shown for.</param>
/// <param name="VersionOneOfCairo0">Classes of Cairo 0 of which the same is true.</param>
/// <param name="WithoutDataGas">Classes that do not see the L1 data gas bound.</param>
public sealed record LegacyAccounts(
    IReadOnlySet<Felt> VersionOne, ulong VersionOneMaxTip, IReadOnlySet<Felt> VersionOneOfCairo0, IReadOnlySet<Felt> WithoutDataGas);
