using System.Collections.Generic;
using System.Numerics;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for the Starknet types.</summary>
internal static class StarknetLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("storage_base_address_from_felt252", BaseAddressFromFelt),
        new("storage_address_from_base_and_offset", AddressFromBaseAndOffset),
    ];

    internal static void AddressFromBaseAndOffset(Invocation i)
    {
        Slot offset = NumericConversion.ToFelt(i, i.One(1), IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[1]));
        i.Leave(0, [Felt252Libfuncs.Add(i, i.One(0), offset)]);
    }

    // An address is taken modulo 2^251 - 256.
    internal static void BaseAddressFromFelt(Invocation i) => i.Leave(0, [i.CallForFelt(
        RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.NormalizeAddress)),
        i.One(1), Slot.Constant(SlotKind.Felt, (BigInteger.One << 251) - 256))]);
}
