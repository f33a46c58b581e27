using System;
using System.Linq;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>The adapter's parts against the reference adapter's outputs.</summary>
public sealed class AdapterTests
{
    private static readonly string[] Inputs = ["all_opcode_components", "all_builtins"];

    [Fact]
    public void RunsGiveTheReferenceInputs()
    {
        foreach (string name in Inputs)
        {
            ProverInputs.AssertEqual(SharedData.Input(name), SharedData.Run($"test_prove_verify_{name}.compiled.json"));
        }
    }

    [Fact]
    public void EveryStepGoesToTheComponentOfTheReference()
    {
        foreach (string name in Inputs)
        {
            ProverInput input = SharedData.Input(name);
            OpcodeClassifier classifier = new(Values(input.Memory));
            foreach (CasmStates states in input.StatesByOpcode.Values)
            {
                for (int i = 0; i < states.Count; i++)
                {
                    classifier.Push(states.Pc[i], states.Ap[i], states.Fp[i]);
                }
            }

            foreach ((string opcode, CasmStates states) in input.StatesByOpcode)
            {
                Assert.True(states.Pc.SequenceEqual(classifier.States[opcode].Pc), $"{name}: {opcode}");
                Assert.True(states.Fp.SequenceEqual(classifier.States[opcode].Fp), $"{name}: {opcode}");
            }
        }
    }

    [Fact]
    public void ValuesAreNumberedAsByTheReference()
    {
        foreach (string name in Inputs)
        {
            ProverMemory memory = SharedData.Input(name).Memory;
            ValueTable table = new();
            for (uint address = 1; address < memory.AddressCount; address++)
            {
                Assert.Equal(memory.IdOf(address), table.IdOf(memory.ValueAt(address)));
            }
        }
    }

    [Fact]
    public void LimbsSpellTheValue()
    {
        ProverMemory memory = SharedData.Input("all_builtins").Memory;
        uint[] limbs = new uint[ProverMemory.BigLimbs];
        for (uint address = 1; address < memory.AddressCount; address++)
        {
            memory.LimbsOf(memory.IdOf(address), limbs);
            Felt value = Felt.Zero;
            for (int i = limbs.Length - 1; i >= 0; i--)
            {
                value = (value * (Felt)512UL) + (ulong)limbs[i];
            }

            Assert.Equal(memory.ValueAt(address), value);
        }
    }

    [Fact]
    public void MalformedInstructionsAreRefused()
    {
        ulong jumpWithoutTarget = Word(
            -1,
            -1,
            1,
            InstructionFlags.DstFp | InstructionFlags.Op0Fp | InstructionFlags.Op1Imm | InstructionFlags.Jump | InstructionFlags.JumpRel);
        ulong callOfNothing = Word(0, 1, 0, InstructionFlags.Call | InstructionFlags.Jump);
        ulong addApFromTwoSources = Word(
            -1,
            -1,
            1,
            InstructionFlags.DstFp | InstructionFlags.Op0Fp | InstructionFlags.ApAdd | InstructionFlags.Op1Imm | InstructionFlags.Op1Ap);
        foreach (ulong word in (ulong[])[jumpWithoutTarget, callOfNothing, addApFromTwoSources])
        {
            Assert.Throws<ProvingException>(() => new OpcodeWord(word).Classify());
        }
    }

    [Fact]
    public void StepsOutsideTheMemoryAreRefused()
    {
        OpcodeClassifier classifier = new([0, Word(
            -2,
            -1,
            -1,
            InstructionFlags.DstFp | InstructionFlags.Op0Fp | InstructionFlags.Op1Fp | InstructionFlags.Jump | InstructionFlags.Ret)]);
        classifier.Push(1, 2, 2);
        Assert.Throws<ProvingException>(() => classifier.Push(2, 2, 2));
    }

    private static ulong Word(int offset0, int offset1, int offset2, int flags) =>
        (uint)(offset0 + 0x8000)
            | ((ulong)(uint)(offset1 + 0x8000) << 16) | ((ulong)(uint)(offset2 + 0x8000) << 32) | ((ulong)(uint)flags << 48);

    private static Felt[] Values(ProverMemory memory) =>
        [Felt.Zero, .. Enumerable.Range(1, memory.AddressCount - 1).Select(address => memory.ValueAt((uint)address))];
}
