namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures of the gas counter functions; the metadata gives the costs that depend on the statement.</summary>
internal static class GasLibfuncs
{
    public const string Rows = """
        withdraw_gas | RangeCheck, GasBuiltin | RangeCheck, GasBuiltin^0 : gas:withdraw ap:gas a2 | RangeCheck, GasBuiltin=1 : gas:refused ap:gas a2
        withdraw_gas_all | RangeCheck, GasBuiltin, BuiltinCosts | RangeCheck, GasBuiltin^0 : gas:withdraw-priced ap:gas a2 | RangeCheck, GasBuiltin=1 : gas:refused-priced ap:gas a2
        redeposit_gas | GasBuiltin | GasBuiltin : gas:redeposit ap:gas
        get_available_gas | GasBuiltin | GasBuiltin=0, u128=0 : keep
        get_unspent_gas | GasBuiltin | GasBuiltin=0, u128 : gas:unspent ap:gas
        get_builtin_costs | - | BuiltinCosts : s3 a3
        gas_reserve_create | RangeCheck, GasBuiltin, u128 | RangeCheck, GasBuiltin^0, GasReserve=2 : s3 r1 a2 | RangeCheck, GasBuiltin=1 : s5 r1 a3
        gas_reserve_utilize | GasBuiltin, GasReserve | GasBuiltin : keep
        """;
}
