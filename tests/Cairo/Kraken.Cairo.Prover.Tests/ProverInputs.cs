using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Prover.Input;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Comparison of prover inputs.</summary>
internal static class ProverInputs
{
    public static void AssertEqual(ProverInput expected, ProverInput got)
    {
        Assert.Equal((expected.InitialState, expected.FinalState), (got.InitialState, got.FinalState));
        Assert.Equal(expected.Segments.OrderBy(pair => pair.Key), got.Segments.OrderBy(pair => pair.Key));
        Assert.Equal(expected.PublicAddresses.Order(), got.PublicAddresses.Order());
        Assert.Equal(expected.Memory.Ids.ToArray(), got.Memory.Ids.ToArray());
        Assert.Equal((expected.Memory.SmallCount, expected.Memory.BigCount), (got.Memory.SmallCount, got.Memory.BigCount));
        for (uint address = 1; address < expected.Memory.AddressCount; address++)
        {
            if (expected.Memory.ValueAt(address) != got.Memory.ValueAt(address))
            {
                Assert.Equal((address, expected.Memory.ValueAt(address)), (address, got.Memory.ValueAt(address)));
            }
        }

        foreach ((string opcode, CasmStates states) in expected.StatesByOpcode)
        {
            CasmStates ours = got.StatesByOpcode[opcode];
            Assert.Equal(States(states), States(ours));
        }
    }

    private static IEnumerable<(uint Pc, uint Ap, uint Fp)> States(CasmStates states) =>
        Enumerable.Range(0, states.Count).Select(i => (states.Pc[i], states.Ap[i], states.Fp[i]));
}
