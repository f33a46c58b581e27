using System;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Functions that state in code what the builtins of elliptic curve, signatures and keccak state.</summary>
internal static class BuiltinCodeHints
{
    private const int KeccakWords = 8;
    private const int KeccakWordBits = 200;
    private const int KeccakLanes = 25;
    private const int ModuloWords = 3;
    private const int ModuloWordBits = 96;

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("SIMULATE_EC_OP_FILL_MEM_WITH_BITS_OF_M", ids =>
        {
            (HintId scalar, HintId bits) = (ids["m"], ids["m_bit_unpacking"]);
            int count = (int)ids.Constant("M_MAX_BITS");
            return r => Split(r, scalar.Integer(r), bits.Pointer(r), count, 1);
        }),
        ("SIMULATE_ECDSA_COMPUTE_W_WR_WZ", Signature),
        ("SIMULATE_ECDSA_FILL_MEM_WITH_FELT_96_BIT_LIMBS", ids =>
        {
            (HintId number, HintId words) = (ids["num"], ids["res_96_felts"]);
            return r => Split(r, number.Integer(r), words.Pointer(r), ModuloWords, ModuloWordBits);
        }),
        ("SIMULATE_KECCAK_FILL_MEM_WITH_STATE", ids =>
        {
            (HintId state, HintId lanes) = (ids["keccak_builtin_state"], ids["felt_array"]);
            return r => Split(r, Join(r, state.Address(r)), lanes.Pointer(r), KeccakLanes, 64);
        }),
        ("SIMULATE_KECCAK_CALC_HIGH3_LOW3", ids => SplitLane(ids, 1)),
        ("SIMULATE_KECCAK_CALC_HIGH6_LOW6", ids => SplitLane(ids, 2)),
        ("SIMULATE_KECCAK_CALC_HIGH9_LOW9", ids => SplitLane(ids, 3)),
        ("SIMULATE_KECCAK_CALC_HIGH12_LOW12", ids => SplitLane(ids, 4)),
        ("SIMULATE_KECCAK_CALC_HIGH15_LOW15", ids => SplitLane(ids, 5)),
        ("SIMULATE_KECCAK_CALC_HIGH18_LOW18", ids => SplitLane(ids, 6)),
        ("SIMULATE_KECCAK_CALC_HIGH21_LOW21", ids => SplitLane(ids, 7)),
    ];

    private static Action<HintRun> Signature(HintBinder ids)
    {
        (HintId message, HintId signatureR, HintId signatureS) = (ids["message"], ids["signature_r"], ids["signature_s"]);
        (HintId w, HintId wz, HintId wr) = (ids["w"], ids["wz"], ids["wr"]);
        return r =>
        {
            BigInteger inverse = Integers.DivideModulo(1, signatureS.Integer(r), StarkCurve.Order);
            w.Set(r, inverse);
            wz.Set(r, inverse * message.Integer(r) % StarkCurve.Order);
            wr.Set(r, inverse * signatureR.Integer(r) % StarkCurve.Order);
        };
    }

    private static BigInteger Join(HintRun run, Relocatable state)
    {
        BigInteger number = 0;
        for (int i = KeccakWords - 1; i >= 0; i--)
        {
            number = (number << KeccakWordBits) + run.Memory.GetInteger(state + i);
        }

        return number;
    }

    // Word k of 200 bits begins in lane 3 k of 64 bits, after k bytes of it.
    private static Action<HintRun> SplitLane(HintBinder ids, int bytes)
    {
        int lane = 3 * bytes;
        (HintId high, HintId low, HintId lanes) = (ids[$"high{lane}"], ids[$"low{lane}"], ids["felt_array"]);
        return r =>
        {
            BigInteger value = r.Memory.GetInteger(lanes.Pointer(r) + lane);
            high.Set(r, value >> (8 * bytes));
            low.Set(r, value & ((BigInteger.One << (8 * bytes)) - 1));
        };
    }

    private static void Split(HintRun run, BigInteger number, Relocatable start, int count, int bits)
    {
        BigInteger mask = (BigInteger.One << bits) - 1;
        for (int i = 0; i < count; i++)
        {
            run.Memory.Insert(start + i, Felt.FromBigInteger((number >> (i * bits)) & mask));
        }
    }
}
