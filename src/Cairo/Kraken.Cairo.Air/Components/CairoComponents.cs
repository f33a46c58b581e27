using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Blake;
using Kraken.Cairo.Air.Components.Builtins;
using Kraken.Cairo.Air.Components.EcOp;
using Kraken.Cairo.Air.Components.Memory;
using Kraken.Cairo.Air.Components.Opcodes;
using Kraken.Cairo.Air.Components.Pedersen;
using Kraken.Cairo.Air.Components.Poseidon;
using Kraken.Cairo.Air.Components.Tables;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components;

/// <summary>The components of the Cairo AIR in claim order (stwo-cairo, cairo-air/cairo_components).</summary>
public static class CairoComponents
{
    private static readonly AirDefinition[] Definitions =
    [
        new AddOpcode(small: false),
        new AddOpcode(small: true),
        new AddApOpcode(),
        new AssertEqOpcode(),
        new AssertEqImmediateOpcode(),
        new AssertEqDoubleDerefOpcode(),
        new BlakeCompressOpcode(),
        new CallOpcode(relative: false),
        new CallOpcode(relative: true),
        new GenericOpcode(),
        new JnzNotTakenOpcode(),
        new JnzTakenOpcode(),
        new JumpOpcode(relative: false),
        new JumpDoubleDerefOpcode(),
        new JumpOpcode(relative: true),
        new JumpImmediateOpcode(),
        new MulOpcode(small: false),
        new MulOpcode(small: true),
        new QM31AddMulOpcode(),
        new RetOpcode(),
        new VerifyInstruction(),
        new BlakeRound(),
        new BlakeG(),
        new BlakeRoundSigma(),
        new TripleXor(),
        new ExpandedXorTable(),
        new AddModBuiltin(),
        new BitwiseBuiltin(),
        new MulModBuiltin(),
        new PedersenBuiltin(PedersenWindows.Wide),
        new PedersenBuiltin(PedersenWindows.Narrow),
        new PoseidonBuiltin(),
        new RangeCheckBuiltin(96),
        new RangeCheckBuiltin(128),
        new EcOpBuiltin(),
        new PartialEcMulGeneric(),
        new PedersenAggregator(PedersenWindows.Wide),
        new PartialEcMul(PedersenWindows.Wide),
        new PedersenPointsTable(PedersenWindows.Wide),
        new PedersenAggregator(PedersenWindows.Narrow),
        new PartialEcMul(PedersenWindows.Narrow),
        new PedersenPointsTable(PedersenWindows.Narrow),
        new PoseidonAggregator(),
        new PoseidonPartialRounds(),
        new PoseidonFullRound(),
        new Cube(),
        new PoseidonRoundKeys(),
        new RangeCheckFelt(),
        new MemoryAddressToId(),
        new MemoryIdToValue(small: false),
        new MemoryIdToValue(small: true),
        new RangeCheckTable(TableRelations.RangeCheck6, 6),
        new RangeCheckTable(TableRelations.RangeCheck8, 8),
        new RangeCheckTable(TableRelations.RangeCheck11, 11),
        new RangeCheckTable(TableRelations.RangeCheck12, 12),
        new RangeCheckTable(TableRelations.RangeCheck18, 18),
        new RangeCheckTable(TableRelations.RangeCheck20, 20),
        new RangeCheckTable(TableRelations.RangeCheck4x3, 4, 3),
        new RangeCheckTable(TableRelations.RangeCheck4x4, 4, 4),
        new RangeCheckTable(TableRelations.RangeCheck9x9, 9, 9),
        new RangeCheckTable(TableRelations.RangeCheck7x2x5, 7, 2, 5),
        new RangeCheckTable(TableRelations.RangeCheck3x6x6x3, 3, 6, 6, 3),
        new RangeCheckTable(TableRelations.RangeCheck4x4x4x4, 4, 4, 4, 4),
        new RangeCheckTable(TableRelations.RangeCheck3x3x3x3x3, 3, 3, 3, 3, 3),
        new XorTable([TableRelations.Xor4], 4),
        new XorTable([TableRelations.Xor7], 7),
        new XorTable(TableRelations.Xor8, 8),
        new XorTable([TableRelations.Xor9], 9),
    ];

    /// <summary>All components in claim order.</summary>
    public static ImmutableArray<CairoComponent> All { get; } =
        [.. Definitions.Select((definition, order) => new CairoComponent(order, definition))];

    private static FrozenDictionary<string, CairoComponent> ByName { get; } = All.ToFrozenDictionary(component => component.Name);

    /// <summary>The component with a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static CairoComponent Get(string name) => ByName[name];

    /// <summary>Looks a component up by name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out CairoComponent? component) => ByName.TryGetValue(name, out component);
}
