using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Casm.Hints;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>
/// The hint of circuits: evaluates the gates, additions as far as they go before each product. Where an inverse does not exist, its
/// nullifier stands in its place; all sums get builtin instances, but only the products before the first such gate.
/// </summary>
internal static class CircuitActions
{
    private const int GateCells = 3;

    public static void Eval(CasmHintContext c, EvalCircuit h)
    {
        VmMemory memory = c.Memory;
        int additions = c.Count(h.NAddMods);
        int products = c.Count(h.NMulMods);
        Relocatable addMod = c.Pointer(h.AddModBuiltin);
        Relocatable mulMod = c.Pointer(h.MulModBuiltin);
        Relocatable values = memory.GetAddress(mulMod + ModuloInstance.ValuesCell);
        Relocatable mulOffsets = memory.GetAddress(mulMod + ModuloInstance.OffsetsCell);
        Relocatable addOffsets = additions == 0 ? mulOffsets : memory.GetAddress(addMod + ModuloInstance.OffsetsCell);
        BigInteger modulus = Read(memory, mulMod) ?? throw new HintException("CustomHint", $"expected a modulus at {mulMod}");
        if (modulus.IsZero)
        {
            throw new HintException("DividedByZero", "the circuit's modulus is zero");
        }

        var circuit = new Circuit(memory, values, modulus);
        int computed = circuit.Walk(addOffsets, additions, mulOffsets, products);
        Felt[] words = memory.GetFelts(mulMod, ModuloInstance.Words);
        FillInstances(memory, addMod, additions, words, values, addOffsets);
        FillInstances(memory, mulMod, computed, words, values, mulOffsets);
    }

    private static void FillInstances(
        VmMemory memory,
        Relocatable first,
        int count,
        Felt[] modulus,
        Relocatable values,
        Relocatable offsets)
    {
        for (int i = 0; i < count; i++)
        {
            Relocatable instance = first + ((long)i * ModuloInstance.Size);
            memory.Load(instance, modulus);
            memory.Insert(instance + ModuloInstance.ValuesCell, values);
            memory.Insert(instance + ModuloInstance.OffsetsCell, offsets + ((long)i * GateCells));
            memory.Insert(instance + ModuloInstance.CountCell, (Felt)(count - i));
        }
    }

    private static BigInteger? Read(VmMemory memory, Relocatable at)
    {
        BigInteger value = BigInteger.Zero;
        for (int limb = ModuloInstance.Words - 1; limb >= 0; limb--)
        {
            if (!memory.Get(at + limb).TryFelt(out Felt word))
            {
                return null;
            }

            value = (value << ModuloInstance.WordBits) + word.ToBigInteger();
        }

        return value;
    }

    private sealed class Circuit(VmMemory memory, Relocatable values, BigInteger modulus)
    {
        /// <summary>Evaluates all gates; returns the number of products before the first inverse that does not exist.</summary>
        public int Walk(Relocatable addOffsets, int additions, Relocatable mulOffsets, int products)
        {
            int added = 0;
            int failing = products;
            for (int product = 0; ; product++)
            {
                while (added < additions && TryAdd(addOffsets + ((long)added * GateCells)))
                {
                    added++;
                }

                if (product == products)
                {
                    return failing;
                }

                if (!TryMultiply(mulOffsets + ((long)product * GateCells)) && failing == products)
                {
                    failing = product;
                }
            }
        }

        private bool TryAdd(Relocatable gate)
        {
            BigInteger? left = Read(memory, At(gate));
            if (Read(memory, At(gate + 1)) is not { } right)
            {
                return false;
            }

            if (left is { } known)
            {
                Write(gate + 2, (known + right) % modulus);
                return true;
            }

            if (Read(memory, At(gate + 2)) is not { } sum)
            {
                return false;
            }

            Write(gate, (sum + modulus - right) % modulus);
            return true;
        }

        private bool TryMultiply(Relocatable gate)
        {
            BigInteger? left = Read(memory, At(gate));
            BigInteger right = Read(memory, At(gate + 1))
                ?? throw new HintException("CircuitEvaluationFailed", "Unexpected None value while filling mul_mod gate");
            if (left is { } known)
            {
                Write(gate + 2, known * right % modulus);
                return true;
            }

            BigInteger gcd = ModularArithmetic.ExtendedGcd(right, modulus, out BigInteger inverse, out _);
            Write(gate, gcd.IsOne ? ModularArithmetic.FloorMod(inverse, modulus) : modulus / gcd);
            return gcd.IsOne;
        }

        private Relocatable At(Relocatable offset) => CellArithmetic.Shift(values, memory.GetFelt(offset));

        private void Write(Relocatable offset, BigInteger value)
        {
            Relocatable at = At(offset);
            BigInteger mask = (BigInteger.One << ModuloInstance.WordBits) - 1;
            for (int limb = 0; limb < ModuloInstance.Words; limb++)
            {
                memory.Insert(at + limb, Felt.FromBigInteger((value >> (limb * ModuloInstance.WordBits)) & mask));
            }
        }
    }
}
