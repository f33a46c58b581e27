using System;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Curves;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Hints that serve builtins: signatures, modulo circuits, and the words of the keccak builtin.</summary>
internal static class BuiltinHints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("VERIFY_ECDSA_SIGNATURE", ids =>
        {
            (HintId instance, HintId signatureR, HintId signatureS) = (ids["ecdsa_ptr"], ids["signature_r"], ids["signature_s"]);
            return r =>
            {
                BuiltinRunner? runner = r.Machine.FindBuiltin(BuiltinName.Ecdsa) ?? r.Machine.FindSimulated(BuiltinName.Ecdsa);
                EcdsaBuiltin builtin = runner as EcdsaBuiltin
                    ?? throw new HintException("NoSignatureBuiltin", "the run has no ecdsa builtin");
                Relocatable at = instance.Pointer(r);
                HintRun.Require(
                    at.Segment == builtin.Segment,
                    "AddSignatureWrongBase",
                    $"Signature hint must point to the signature builtin segment, not {at.Segment}.");
                builtin.AddSignature(at, new EcdsaSignature(signatureR.Felt(r), signatureS.Felt(r)));
            };
        }),
        ("RUN_P_CIRCUIT_BATCH_ONE", RunCircuit),
        ("SPLIT_INPUT_3", ids => SplitInput(ids, 3, 8)),
        ("SPLIT_INPUT_6", ids => SplitInput(ids, 6, 16)),
        ("SPLIT_INPUT_9", ids => SplitInput(ids, 9, 24)),
        ("SPLIT_INPUT_12", ids => SplitInput(ids, 12, 32)),
        ("SPLIT_INPUT_15", ids => SplitInput(ids, 15, 40)),
        ("SPLIT_N_BYTES", ids =>
        {
            (HintId words, HintId left, HintId bytes) = (ids["n_words_to_copy"], ids["n_bytes_left"], ids["n_bytes"]);
            BigInteger size = ids.Constant("BYTES_IN_WORD");
            return r =>
            {
                (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(bytes.Integer(r), size);
                words.Set(r, quotient);
                left.Set(r, remainder);
            };
        }),
        ("SPLIT_OUTPUT_0", ids =>
        {
            (HintId low, HintId high, HintId output) = (ids["output0_low"], ids["output0_high"], ids["output0"]);
            return r =>
            {
                low.Set(r, output.Integer(r) & Integers.Mask128);
                high.Set(r, output.Integer(r) >> 128);
            };
        }),
        ("SPLIT_OUTPUT_MID_LOW_HIGH", ids =>
        {
            (HintId low, HintId middle, HintId high, HintId output) =
                (ids["output1_low"], ids["output1_mid"], ids["output1_high"], ids["output1"]);
            return r =>
            {
                BigInteger value = output.Integer(r);
                low.Set(r, value & ((BigInteger.One << 56) - 1));
                middle.Set(r, (value >> 56) & Integers.Mask128);
                high.Set(r, value >> 184);
            };
        }),
    ];

    private static Action<HintRun> RunCircuit(HintBinder ids)
    {
        (HintId addMod, HintId additions) = (ids["add_mod_ptr"], ids["add_mod_n"]);
        (HintId mulMod, HintId products) = (ids["mul_mod_ptr"], ids["mul_mod_n"]);
        return r =>
            ModuloFilling.Fill(r.Memory, Part(r, BuiltinName.AddMod, addMod, additions), Part(r, BuiltinName.MulMod, mulMod, products));
    }

    private static (ModuloBuiltin Builtin, Relocatable Instance, long Count)? Part(
        HintRun run,
        BuiltinName name,
        HintId instance,
        HintId count)
    {
        if (count.Felt(run).IsZero)
        {
            return null;
        }

        ModuloBuiltin builtin = run.Machine.FindBuiltin(name) as ModuloBuiltin
            ?? throw new HintException("NoModBuiltin", $"the run has no {name.Text()} builtin");
        return (builtin, instance.Pointer(run), HintRun.Count(count.Felt(run)));
    }

    private static Action<HintRun> SplitInput(HintBinder ids, int index, int bits)
    {
        (HintId high, HintId low, HintId inputs) = (ids[$"high{index}"], ids[$"low{index}"], ids["inputs"]);
        return r =>
        {
            BigInteger word = r.Memory.GetInteger(inputs.Pointer(r) + index);
            high.Set(r, word >> bits);
            low.Set(r, word & ((BigInteger.One << bits) - 1));
        };
    }
}
