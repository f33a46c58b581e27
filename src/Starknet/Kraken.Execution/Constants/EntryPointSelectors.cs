using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>Selectors of the entry points that the protocol itself calls.</summary>
/// <param name="Constructor">constructor.</param>
/// <param name="Execute">__execute__.</param>
/// <param name="Transfer">transfer of the fee token.</param>
/// <param name="Validate">__validate__.</param>
/// <param name="ValidateDeclare">__validate_declare__.</param>
/// <param name="ValidateDeploy">__validate_deploy__.</param>
public sealed record EntryPointSelectors(
    Felt Constructor,
    Felt Execute,
    Felt Transfer,
    Felt Validate,
    Felt ValidateDeclare,
    Felt ValidateDeploy);
