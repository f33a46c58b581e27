using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>
/// Whatever a run says, generating its witness gives traces or a reason: registers, cells, values, public addresses and segments of a
/// genuine run are altered at random.
/// </summary>
public sealed partial class AlteredRunTests : IDisposable
{
    private const int MaxLogSize = 20;
    private static readonly ProverInput Genuine = SharedData.Input("all_opcode_components");
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(1, 12)]
    public void GiveTracesOrAReason(int firstSeed, int runs) => Check(firstSeed, runs);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1000, 150)]
    public void ManyGiveTracesOrAReason(int firstSeed, int runs) => Check(firstSeed, runs);

    private void Check(int firstSeed, int runs)
    {
        HashSet<string> reasons = [];
        for (int seed = firstSeed; seed < firstSeed + runs; seed++)
        {
            ProverInput input = Altered(new Random(seed));
            try
            {
                foreach (ComponentTrace trace in WitnessGenerator.Generate(input, MaxLogSize, pool))
                {
                    trace.Dispose();
                }
            }
            catch (ProvingException refusal)
            {
                Assert.Matches(Reason(), refusal.Message);
                reasons.Add(Number().Replace(refusal.Message, "n"));
            }
        }

        Assert.True(reasons.Count > runs / 12, string.Join('\n', reasons));
    }

    [GeneratedRegex("^(public memory|[a-z0-9_]+[,:]).*expected .*, got ")]
    private static partial Regex Reason();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    private static ProverInput Altered(Random random)
    {
        ProverInput input = Genuine;
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            input = random.Next(5) switch
            {
                0 => input with { StatesByOpcode = WithOtherRegisters(input, random) },
                1 => input with { Memory = WithOtherCell(input.Memory, random) },
                2 => input with { Memory = WithOtherValues(input.Memory, random) },
                3 => input with { PublicAddresses = [.. input.PublicAddresses, Word(random)] },
                _ => input with { Segments = WithOtherSegment(input, random) },
            };
        }

        return input;
    }

    private static Dictionary<string, CasmStates> WithOtherRegisters(ProverInput input, Random random)
    {
        (string opcode, CasmStates states) = input.StatesByOpcode.ElementAt(random.Next(input.StatesByOpcode.Count));
        int row = random.Next(states.Count);
        int register = random.Next(3);
        CasmStates altered = new();
        for (int i = 0; i < states.Count; i++)
        {
            altered.Add(Of(states.Pc, i, 0), Of(states.Ap, i, 1), Of(states.Fp, i, 2));
        }

        return new(input.StatesByOpcode) { [opcode] = altered };

        uint Of(IReadOnlyList<uint> values, int i, int which) => i == row && which == register ? Word(random) : values[i];
    }

    private static ProverMemory WithOtherCell(ProverMemory memory, Random random)
    {
        uint[] ids = memory.Ids.ToArray();
        ids[random.Next(ids.Length)] = random.Next(3) switch
        {
            0 => (uint)random.Next(memory.SmallCount),
            1 => ComponentParameters.FirstBigId + (uint)random.Next(memory.BigCount + 1),
            _ => Word(random),
        };
        return new(ids, Small(memory), Big(memory));
    }

    private static ProverMemory WithOtherValues(ProverMemory memory, Random random)
    {
        UInt128[] small = Small(memory);
        Felt[] big = Big(memory);
        for (int i = 0; i < 20; i++)
        {
            small[random.Next(small.Length)] = new UInt128((ulong)random.Next(256), (ulong)random.NextInt64());
            big[random.Next(big.Length)] = -(Felt)random.NextInt64();
        }

        return new(memory.Ids.ToArray(), small, big);
    }

    private static Dictionary<BuiltinName, (uint Begin, uint Stop)> WithOtherSegment(ProverInput input, Random random)
    {
        BuiltinName[] builtins =
        [
            BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Bitwise, BuiltinName.EcOp, BuiltinName.Poseidon,
            BuiltinName.RangeCheck96, BuiltinName.AddMod, BuiltinName.MulMod,
        ];
        uint begin = (uint)random.Next(input.Memory.AddressCount);
        uint stop = random.Next(4) == 0 ? Word(random) : begin + (uint)random.Next(300);
        return new(input.Segments) { [builtins[random.Next(builtins.Length)]] = (begin, stop) };
    }

    /// <summary>An address near or far.</summary>
    private static uint Word(Random random) => random.Next(3) == 0 ? (uint)random.Next(1 << 29) : (uint)random.Next(4000);

    private static UInt128[] Small(ProverMemory memory) => [.. Enumerable.Range(0, memory.SmallCount).Select(id =>
    {
        memory.ValueOf((uint)id).ToCanonicalLimbs(out ulong low, out ulong high, out _, out _);
        return new UInt128(high, low);
    })];

    private static Felt[] Big(ProverMemory memory) =>
        [.. Enumerable.Range(0, memory.BigCount).Select(id => memory.ValueOf(ComponentParameters.FirstBigId + (uint)id))];
}
