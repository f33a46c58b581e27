using System;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Casm.Builtins;
using Kraken.Curves;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// Builtins that the layout lacks: tasks get a segment that behaves as theirs, and the bootloader then states its cells in code.
/// </summary>
internal static class SimulationHints
{
    public static readonly (string Name, BootloaderHintFactory Factory)[] Family =
    [
        ("SIMPLE_BOOTLOADER_SIMULATE_EC_OP", (_, ids) => Simulate(ids["new_ec_op_ptr"], BuiltinName.EcOp)),
        ("SIMPLE_BOOTLOADER_SIMULATE_KECCAK", (_, ids) => Simulate(ids["new_keccak_ptr"], BuiltinName.Keccak)),
        ("SIMPLE_BOOTLOADER_SIMULATE_ECDSA", (_, ids) => Simulate(ids["new_ecdsa_ptr"], BuiltinName.Ecdsa)),
        ("SIMULATE_ECDSA_GET_R_AND_S", (_, ids) =>
        {
            (HintId start, HintId signatureR, HintId signatureS) = (ids["start"], ids["r"], ids["s"]);
            return r =>
            {
                BuiltinRunner? builtin = r.Machine.FindSimulated(BuiltinName.Ecdsa) ?? r.Machine.FindBuiltin(BuiltinName.Ecdsa);
                EcdsaBuiltin ecdsa = builtin as EcdsaBuiltin
                    ?? throw new HintException("NoSignatureBuiltin", "the run has no ecdsa builtin");
                EcdsaSignature signature = ecdsa.Signatures.TryGetValue(start.Pointer(r).Offset, out EcdsaSignature found)
                    ? found
                    : throw new HintException("SignatureNotFound", $"no signature was given for the ecdsa instance at {start.Pointer(r)}");
                signatureR.Set(r, signature.R);
                signatureS.Set(r, signature.S);
            };
        }),
    ];

    private static Action<HintRun> Simulate(HintId pointer, BuiltinName name) => r => pointer.Set(r, r.Machine.SimulateBuiltin(name).Base);
}
